// Tamper drills on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { tamperConformance } from './tamper.conformance.ts'

tamperConformance(openMemoryStore)
