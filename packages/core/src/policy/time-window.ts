// Daily windows on the wall clock of a zone, right over midnight and over changes to and from summer time.
import type { TimeWindow } from './bundle.ts'

/** Names of the days, Sunday first, as policies write them. */
export const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Whether the runtime's zone database knows the zone. */
export function isTimeZone(zone: string): boolean {
  try {
    wallClock(zone)
    return true
  } catch {
    return false
  }
}

/**
 * A test of an instant (milliseconds since 1970-01-01 UTC) against a window. What counts is what a clock on a wall in the zone
 * shows: in the hour that is repeated in autumn the window holds both times, in the hour that is left out in spring never.
 */
export function compileTimeWindow(window: TimeWindow): (ts: number) => boolean {
  const read = wallClock(window.zone)
  const days = new Set(window.days)
  const overMidnight = window.to <= window.from
  return (ts) => {
    const clock = read(ts)
    if (clock === null) return false
    if (!overMidnight) return days.has(clock.day) && clock.minute >= window.from && clock.minute < window.to
    if (clock.minute >= window.from) return days.has(clock.day)
    return clock.minute < window.to && days.has((clock.day + 6) % 7)
  }
}

interface WallClock {
  /** 0 is Sunday. */
  readonly day: number
  /** Minutes after midnight. */
  readonly minute: number
}

/** Reads the wall clock of a zone; null for an instant that no calendar holds. Throws `RangeError` for an unknown zone. */
function wallClock(zone: string): (ts: number) => WallClock | null {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (ts) => {
    if (!(Math.abs(ts) <= 8.64e15)) return null
    let day = 0
    let minute = 0
    for (const part of format.formatToParts(ts)) {
      if (part.type === 'weekday') day = DAY_NAMES.indexOf(part.value.toLowerCase() as (typeof DAY_NAMES)[number])
      else if (part.type === 'hour') minute += Number(part.value) * 60
      else if (part.type === 'minute') minute += Number(part.value)
    }
    return { day, minute }
  }
}
