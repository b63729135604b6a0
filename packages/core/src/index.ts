// The public entry of @sallyport/core. One block per room; nothing else in core re-exports.
export type { JsonObject, JsonValue, Sha256 } from './ledger/json.ts'
export { LEAF_TYPES, type LeafInput, type LeafType } from './ledger/leaf.ts'
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
