// Scheduled verification on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { keepVerifyingConformance } from './keep-verifying.conformance.ts'

keepVerifyingConformance(openMemoryStore)
