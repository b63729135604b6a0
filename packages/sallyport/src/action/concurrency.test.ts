// The conformance of concurrent calls on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { concurrencyConformance } from './concurrency.conformance.ts'

concurrencyConformance(openMemoryStore)
