// The JSON values that cross every boundary of Sallyport, as types.

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** A JSON object. Keys are own keys; `__proto__` is a key like any other. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined
}

/** SHA-256 as an argument, since core brings no cryptography: bytes (or UTF-8 text) in, 32 bytes out. */
export type Sha256 = (data: Uint8Array | string) => Uint8Array
