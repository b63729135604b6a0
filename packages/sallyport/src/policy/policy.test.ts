// The policy room's conformance on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { policyConformance } from './policy.conformance.ts'

policyConformance(openMemoryStore)
