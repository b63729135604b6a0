// The conformance of approved actions on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { approvalUseConformance } from './approval-use.conformance.ts'

approvalUseConformance(openMemoryStore)
