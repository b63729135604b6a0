// The action room's conformance on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { actionConformance } from './action.conformance.ts'

actionConformance(openMemoryStore)
