// Recording on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { recordConformance } from './record.conformance.ts'

recordConformance(openMemoryStore)
