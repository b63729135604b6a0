// Time windows: over midnight, over changes of the clock, and at the ends of the calendar.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TimeWindow } from './bundle.ts'
import { compileTimeWindow, isTimeZone } from './time-window.ts'

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

function windowOf(zone: string, from: string, to: string, days: readonly number[] = EVERY_DAY): TimeWindow {
  return { zone, days, from: minutes(from), to: minutes(to) }
}

function holds(window: TimeWindow, instants: readonly string[]): boolean[] {
  const test = compileTimeWindow(window)
  return instants.map((instant) => test(Date.parse(instant)))
}

describe('compileTimeWindow', () => {
  test('the beginning is inside, the end is not', () => {
    const instants = ['2026-01-05T08:59:59.999Z', '2026-01-05T09:00Z', '2026-01-05T16:59:59.999Z', '2026-01-05T17:00Z']
    assert.deepEqual(holds(windowOf('UTC', '09:00', '17:00'), instants), [false, true, true, false])
    assert.deepEqual(holds(windowOf('UTC', '00:00', '24:00'), ['2026-01-05T00:00Z', '2026-01-05T23:59:59.999Z']), [
      true,
      true,
    ])
  })

  test('over midnight the day is the one on which the window began', () => {
    const friday = windowOf('UTC', '22:00', '06:00', [5])
    const instants = ['2026-01-02T21:59Z', '2026-01-02T22:00Z', '2026-01-03T05:59Z', '2026-01-03T06:00Z']
    assert.deepEqual(holds(friday, instants), [false, true, true, false])
    assert.deepEqual(holds(friday, ['2026-01-02T05:00Z', '2026-01-03T23:00Z']), [false, false])
    const saturday = windowOf('UTC', '22:00', '06:00', [6])
    assert.deepEqual(holds(saturday, ['2026-01-04T03:00Z', '2026-01-05T03:00Z']), [true, false])
  })

  test('an hour that the clock leaves out in spring is never inside', () => {
    const leftOut = windowOf('Europe/Berlin', '02:00', '03:00')
    const around = ['2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-03-29T01:59:59Z']
    assert.deepEqual(holds(leftOut, around), [false, false, false])
    const across = windowOf('Europe/Berlin', '01:30', '03:30')
    const instants = ['2026-03-29T00:30Z', '2026-03-29T01:00Z', '2026-03-29T01:29Z', '2026-03-29T01:30Z']
    assert.deepEqual(holds(across, instants), [true, true, true, false])
  })

  test('an hour that the clock shows twice in autumn is inside both times', () => {
    const twice = windowOf('Europe/Berlin', '02:00', '03:00')
    const instants = [
      '2026-10-24T23:59Z',
      '2026-10-25T00:00Z',
      '2026-10-25T00:59Z',
      '2026-10-25T01:59Z',
      '2026-10-25T02:00Z',
    ]
    assert.deepEqual(holds(twice, instants), [false, true, true, true, false])
  })

  test('office hours follow the wall clock, in summer and in winter', () => {
    const office = windowOf('America/New_York', '09:00', '17:00', [1, 2, 3, 4, 5])
    const instants = [
      '2026-01-05T13:59Z',
      '2026-01-05T14:00Z',
      '2026-07-06T13:00Z',
      '2026-07-06T12:59Z',
      '2026-07-05T15:00Z',
    ]
    assert.deepEqual(holds(office, instants), [false, true, true, false, false])
  })

  test('zones with half hours, beyond midnight, and without the first hour of a day', () => {
    assert.deepEqual(holds(windowOf('Asia/Kathmandu', '00:00', '00:15', [1]), ['2026-01-04T18:15Z']), [true])
    assert.deepEqual(holds(windowOf('Pacific/Kiritimati', '00:00', '01:00', [2]), ['2026-01-05T10:00Z']), [true])
    assert.deepEqual(holds(windowOf('America/Havana', '00:00', '01:00', [0]), ['2026-03-08T05:00Z']), [false])
  })

  test('what is no instant is outside', () => {
    const always = compileTimeWindow(windowOf('UTC', '00:00', '24:00'))
    assert.deepEqual([Number.NaN, Infinity, -Infinity, 8.64e15 + 1].map(always), [false, false, false, false])
    assert.deepEqual([0, -1, 8.64e15].map(always), [true, true, true])
  })

  test('zones are those of the zone database', () => {
    assert.deepEqual(['Europe/Berlin', 'UTC', 'Mars/Base', ''].map(isTimeZone), [true, true, false, false])
  })
})
