// Every code that a request can be refused with, and its HTTP status.

/** HTTP status by code. A test holds it against every `Refusal` in the source. */
export const PROBLEM_STATUS: Readonly<Record<string, number>> = {
  // the body and its form
  malformed_body: 400,
  malformed_request: 400,
  too_large: 413,
  invalid_utf8: 400,
  invalid_json: 400,
  too_deep: 400,
  lone_surrogate: 400,
  unsafe_number: 400,
  duplicate_key: 400,
  unsupported_media_type: 415,
  not_found: 404,

  // access
  unauthenticated: 401,
  unknown_token: 401,
  token_revoked: 401,
  token_expired: 401,
  forbidden: 403,
  invalid_tenant: 422,
  invalid_principal: 422,
  invalid_expiry: 422,
  principal_exists: 409,
  principal_kind: 409,
  unknown_principal: 404,
  unknown_token_id: 404,

  // policy
  invalid_policy: 422,
  unknown_policy_version: 404,
  no_active_policy: 404,

  policy_reads_differently: 409,

  // AuthZEN
  subject_not_caller: 403,

  // the server itself
  unavailable: 503,
  closing: 503,
  internal: 500,
}
