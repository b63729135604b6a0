// Durations and sizes as people write them on the command line.
import { Refusal } from '../refusal.ts'

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const BYTES: Readonly<Record<string, number>> = { '': 1, b: 1, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 }

/** Milliseconds of `45s`, `500ms`, `10m` or `1h`. Throws `bad_settings`. */
export function parseDuration(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(text.trim()) ?? []
  if (amount !== undefined) return Number(amount) * (MILLISECONDS[unit] as number)
  throw new Refusal('bad_settings', `\`${text}\` is no duration: write a number and \`ms\`, \`s\`, \`m\` or \`h\``)
}

/** Bytes of `4096`, `512KiB` or `10MiB`. Throws `bad_settings`. */
export function parseSize(text: string): number {
  const [, amount, unit = ''] = /^([1-9]\d{0,8})(b|kib|mib|gib)?$/.exec(text.trim().toLowerCase()) ?? []
  if (amount !== undefined) return Number(amount) * (BYTES[unit] as number)
  throw new Refusal('bad_settings', `\`${text}\` is no size: write a number of bytes, or one with \`KiB\` or \`MiB\``)
}
