// `npm run bench:ledger`: appends beside plain INSERTs, and verification of an export of a million records.
import { type AppendResult, benchAppends } from './ledger/appends.ts'
import { benchVerification } from './ledger/verification.ts'

const SECONDS = Number(process.env['SALLYPORT_BENCH_SECONDS'] ?? 5)
const RECORDS = Number(process.env['SALLYPORT_BENCH_RECORDS'] ?? 1_000_000)
const whole = (n: number): string => Math.round(n).toLocaleString('en-US')

function print(title: string, results: readonly AppendResult[]): void {
  console.log(`\n${title}: rows per second, each measured for ${SECONDS} s; the ledger's are sealed and signed`)
  console.table(
    results.map((r) => ({
      writers: r.writers,
      'rows a commit': r.rows_per_commit,
      'plain INSERT': whole(r.plain),
      ledger: whole(r.ledger),
      ratio: r.ratio.toFixed(2),
      'largest backlog': whole(r.backlog),
    })),
  )
  const batched = results.filter((r) => r.rows_per_commit > 1)
  const worst = Math.min(...batched.map(({ ratio }) => ratio))
  console.log(`ratio to a plain batched INSERT: ${worst.toFixed(2)} at worst; the target is 0.4`)
}

print('embedded PostgreSQL', await benchAppends(SECONDS))
const server = process.env['DATABASE_URL']
if (server) print('PostgreSQL of DATABASE_URL', await benchAppends(SECONDS, server))

const { records, bytes, records_per_second, rss_mib } = benchVerification(RECORDS)
console.log(`\nverification of an export: ${whole(records)} records (${whole(bytes / 2 ** 20)} MiB)`)
console.log(`${whole(records_per_second)} records/s, ${whole(rss_mib)} MiB at most; the target is 150,000 records/s`)
