// Ed25519 for core, from Node's OpenSSL: keys as the 32 bytes that RFC 8032 speaks of.
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Ed25519Sign, Ed25519Verify } from '@sallyport/core'

/** The 32 bytes of a public key, or of the public half of a private one. */
export function publicKeyBytes(key: KeyObject): Uint8Array {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  return Buffer.from(x as string, 'base64url')
}

/** Signs with `private_key`. */
export function ed25519Signer(private_key: KeyObject): Ed25519Sign {
  return (message) => sign(null, message, private_key)
}

/** Verifies; false also where the public key is no point of the curve. */
export const ed25519Verify: Ed25519Verify = (public_key, message, signature) => {
  try {
    const x = Buffer.from(public_key).toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}
