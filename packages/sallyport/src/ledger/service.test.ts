// Reading the ledger on PGlite in memory.
import { openMemoryStore } from '../store/memory-store.ts'
import { ledgerServiceConformance } from './service.conformance.ts'

ledgerServiceConformance(openMemoryStore)
