// Says what came back without sending it: fingerprints of a result, for the trajectory that the call is a step of (A8).
import { fingerprintsToKeep } from '@sallyport/core'
import type { Outcome, Passage } from '../action/gate.ts'
import { packPrints } from '../trajectory/live/pack-prints.ts'
import { textsOf } from '../trajectory/live/texts.ts'
import type { Ending } from './open-requests.ts'

/** The part of an outcome that tells of the result; nothing where the call is no step of a trajectory. */
export function fingerprintResult(ending: Ending, passage: Passage): Pick<Outcome, 'fingerprints' | 'result_bytes'> {
  const { fingerprint_key: key } = passage
  if (key === undefined) return {}
  // What never came can be in no later argument.
  if (ending.kind !== 'reply') return { result_bytes: 0 }
  const { result = null, error = null } = ending.response
  const texts = textsOf([result, error])
  if (texts === null) return { fingerprints: { prints: '', complete: false } }
  const { prints, complete } = fingerprintsToKeep(texts, key)
  return { fingerprints: { prints: packPrints(prints).toString('base64'), complete } }
}
