// Verifies one export in a process of its own, so that its memory can be told from that of whoever wrote it.
import { verifyDirectory } from '../../packages/sallyport/src/ledger/verify-directory.ts'

const started = performance.now()
const { outcome, records } = verifyDirectory(process.argv[2] ?? '')
const elapsed_ms = performance.now() - started
console.log(JSON.stringify({ outcome, records, elapsed_ms, rss_mib: process.resourceUsage().maxRSS / 1_024 }))
