// Export from PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { exportConformance } from './export.conformance.ts'

exportConformance(openMemoryStore)
