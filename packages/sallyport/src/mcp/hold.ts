// Passes one call through the gate, holding it for its approval and telling the client so meanwhile.
import type { Passage } from '../action/gate.ts'
import type { GovernedCall } from './governed-call.ts'
import type { OpenRequest } from './open-requests.ts'
import { isObject } from './rpc.ts'
import type { RelayWiring } from './wiring.ts'

/** Progress during a hold counts in steps this small, so that the server's own progress still increases after it. */
const HOLD_STEP = 1e-6

/** Submits the call and, if it is held, waits for its approval as long as the settings say. Rejects where the gate does. */
export async function passGate(call: GovernedCall, open: OpenRequest, wiring: RelayWiring): Promise<Passage> {
  const passage = await wiring.gate.submit(call.submission)
  const { hold_ms } = wiring.settings
  if (passage.status !== 'held' || hold_ms <= 0 || open.hold.signal.aborted) return passage
  open.stage = 'held'
  const stop = reportProgress(passage, open, wiring)
  try {
    return await wiring.gate.dispatch(passage.action_id, { wait_ms: hold_ms, signal: open.hold.signal })
  } finally {
    stop()
  }
}

function reportProgress(passage: Passage, open: OpenRequest, wiring: RelayWiring): () => void {
  const meta = open.request.params?.['_meta']
  const progressToken = isObject(meta) ? meta['progressToken'] : undefined
  if (progressToken === undefined) return () => {}
  const message = `waiting for approval ${passage.approval?.id ?? ''}`.trim()
  let step = 0
  let cancel = () => {}
  const report = () => {
    const params = { progressToken, progress: step++ * HOLD_STEP, message }
    wiring.toClient(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params }))
    cancel = wiring.clock.after(wiring.settings.progress_ms, report)
  }
  report()
  return () => cancel()
}
