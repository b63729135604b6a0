// The public entry of @sallyport/core. One block per room; nothing else in core re-exports.
export { type ActionContent, actionHash, canonicalContent } from './action/action-hash.ts'
export type { Approval, ApprovalStatus, Vote } from './approval/approval.ts'
export { APPROVAL_FAULTS, type ApprovalFault, type ApprovalFaultCode, type ApprovalUse, bind } from './approval/bind.ts'
export { type ArgumentsFit, type Grant, type GrantFault, type GrantUse, grantFaults } from './approval/grant.ts'
export { mayVote, type Tally, tally } from './approval/quorum.ts'
export {
  type BuiltLeaf,
  buildLeaf,
  commitment,
  type Disclosure,
  MAX_LEAF_BYTES,
  SALT_BYTES,
} from './ledger/build-leaf.ts'
export { canonicalJson } from './ledger/canonical-json.ts'
export { fromHex, toHex } from './ledger/hex.ts'
export type { JsonObject, JsonValue, Sha256 } from './ledger/json.ts'
export { LEAF_TYPES, type LeafInput, type LeafType } from './ledger/leaf.ts'
export {
  parseStrictJson,
  STRICT_JSON_LIMITS,
  type StrictJson,
  type StrictJsonCode,
  type StrictJsonLimits,
} from './ledger/strict-json.ts'
export type { Action, RiskTier } from './policy/action.ts'
export {
  type ApprovalDemand,
  type ApprovalQuorum,
  CONSTRAINT_NAMES,
  type Constraints,
  DECISIONS,
  type Decision,
  type DecisionCode,
  type DecisionKind,
} from './policy/decision.ts'
