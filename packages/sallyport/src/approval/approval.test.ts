// The approval room's conformance on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { approvalConformance } from './approval.conformance.ts'

approvalConformance(openMemoryStore)
