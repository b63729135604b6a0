// The two figures that the benchmark prints, from what it measured.

/** The median. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Calls a second with `width` in flight, over `calls` calls. */
export async function throughput(call: () => Promise<void>, width: number, calls: number): Promise<number> {
  let left = calls
  const lane = async () => {
    while (left-- > 0) await call()
  }
  return (calls / (await timed(() => Promise.all(Array.from({ length: width }, lane))))) * 1000
}
