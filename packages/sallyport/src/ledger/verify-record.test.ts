// Verifying one record on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { verifyRecordConformance } from './verify-record.conformance.ts'

verifyRecordConformance(openMemoryStore)
