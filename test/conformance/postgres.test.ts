// Every conformance suite again, on real PostgreSQL.
import { accessConformance } from '../../packages/sallyport/src/access/access.conformance.ts'
import { policyConformance } from '../../packages/sallyport/src/policy/policy.conformance.ts'
import { storeConformance } from '../../packages/sallyport/src/store/store.conformance.ts'
import { openPostgresStore } from './postgres.ts'

accessConformance(openPostgresStore)
policyConformance(openPostgresStore)
storeConformance(openPostgresStore)
