// Sealing on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { sequencerConformance } from './sequencer.conformance.ts'

sequencerConformance(openMemoryStore)
