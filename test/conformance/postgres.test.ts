// Every conformance suite again, on real PostgreSQL.
import { storeConformance } from '../../packages/sallyport/src/store/store.conformance.ts'
import { openPostgresStore } from './postgres.ts'

storeConformance(openPostgresStore)
