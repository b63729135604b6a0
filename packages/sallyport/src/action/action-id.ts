// Ids of actions are UUIDv7: the time inside is the time that their rows are partitioned by.

/** Whether a text is a UUIDv7 of a time that a date can have; no action has another id. */
export function isActionId(id: string): boolean {
  return UUID7.test(id) && id < 'e6'
}

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** The time inside a UUIDv7, as an ISO 8601 timestamp. */
export function timeOf(id: string): string {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString()
}
