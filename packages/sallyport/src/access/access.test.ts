// The access room's conformance on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { accessConformance } from './access.conformance.ts'

accessConformance(openMemoryStore)
