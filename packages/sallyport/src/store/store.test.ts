// The store's conformance on PGlite in memory.
import { openMemoryStore } from './memory-store.ts'
import { storeConformance } from './store.conformance.ts'

storeConformance(openMemoryStore)
