// Callers with one connection each that speak just enough HTTP/1.1, so that the load costs little beside what is measured.
import { connect, type Socket } from 'node:net'
import type { Question } from './traffic.ts'

/** A caller: each call asks its question, and resolves once the answer is the expected one. */
export interface Caller {
  call(): Promise<void>
  close(): void
}

/** Opens a caller. */
export async function openCaller(url: string, token: string, question: Question): Promise<Caller> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.setNoDelay(true)
  const body = JSON.stringify(question.body)
  const request = [
    `POST ${question.path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
  return { call: () => exchange(socket, request, question), close: () => void socket.destroy() }
}

function exchange(socket: Socket, request: string, { yes, decisions }: Question): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const heard = (chunk: Buffer): void => {
      answer += chunk.toString('latin1')
      if (!isWhole(answer)) return
      socket.off('data', heard)
      if (answer.startsWith('HTTP/1.1 200 ') && answer.split(yes).length === decisions + 1) resolve()
      else reject(new Error(`unexpected answer: ${answer}`))
    }
    socket.on('data', heard)
    socket.write(request)
  })
}

function isWhole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head))
  return length !== null && answer.length - head - 4 >= Number(length[1])
}
