// The public entry of the control plane package.
export type { Gate, Outcome, Passage, Submission } from './action/gate.ts'
