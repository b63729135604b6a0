// The public entry of the control plane package.
export type { AccessService } from './access/service.ts'
export type { Gate, Outcome, Passage, Submission } from './action/gate.ts'
export { untilStopped } from './cli/serve.ts'
export { Refusal } from './refusal.ts'
export { type RunningServer, startServer } from './server.ts'
export { readSettings, type Settings, withServerFlags } from './settings.ts'
