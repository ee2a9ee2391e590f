import { Agent, type IncomingMessage, request } from 'node:http'

/** One request, and the status that it should get. */
export interface Shot {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly expect: number
}

export interface Bounds {
  readonly clients: number
  /** Ends by whichever is reached first. */
  readonly seconds: number
  readonly requests: number
}

export interface Loaded {
  readonly count: number
  readonly errors: number
  /** What the first wrong answer was. */
  readonly firstError: string
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  /** Of an answer's body as it was sent, on average. */
  readonly bytes: number
}

/** So many clients that each send the next request when the last one is answered, over connections that stay open. */
export async function load(port: number, next: (index: number) => Shot, bounds: Bounds): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: bounds.clients, scheduling: 'fifo' })
  const tally = new Tally()
  const began = performance.now()
  const end = began + bounds.seconds * 1000
  let sent = 0
  const client = async () => {
    while (sent < bounds.requests && performance.now() < end) {
      const shot = next(sent++)
      const from = performance.now()
      const { status, bytes, place } = await send(agent, port, shot)
      tally.add({ ms: performance.now() - from, bytes, error: wrong(shot, status, place) })
    }
  }
  try {
    await Promise.all(Array.from({ length: bounds.clients }, client))
    return tally.result(performance.now() - began)
  } finally {
    agent.destroy()
  }
}

interface Sample {
  ms: number
  bytes: number
  error: string
}

/** Counts what was measured. The SQL that runs without the app is counted by the same. */
export class Tally {
  #times: number[] = []
  #bytes = 0
  #errors = 0
  #firstError = ''

  add({ ms, bytes, error }: Sample): void {
    this.#times.push(ms)
    this.#bytes += bytes
    if (error === '') return
    this.#errors += 1
    this.#firstError ||= error
  }

  result(ms: number): Loaded {
    const times = this.#times.toSorted((a, b) => a - b)
    const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN
    const count = times.length
    const errors = { errors: this.#errors, firstError: this.#firstError }
    return { count, ...errors, perSecond: (count * 1000) / ms, p50: at(0.5), p95: at(0.95), bytes: this.#bytes / count }
  }
}

function wrong({ method, path, expect }: Shot, status: number, place: string): string {
  if (status === expect) return ''
  return `${method} ${path}: ${status}${place && ` to ${place}`}`
}

interface Answer {
  status: number
  bytes: number
  place: string
  headers: IncomingMessage['headers']
  text: string
}

const patience = 20_000

/** Sends one request; a lost connection or one that takes too long is status 0. */
export function send(agent: Agent, port: number, shot: Omit<Shot, 'expect'>, wantsText = false): Promise<Answer> {
  return new Promise((resolve) => {
    const none = { status: 0, bytes: 0, place: '', headers: {}, text: '' }
    const { method, path, body } = shot
    const headers = {
      ...shot.headers,
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    }
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers, timeout: patience }, (answer) => {
      let bytes = 0
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (wantsText) chunks.push(chunk)
      })
      answer.on('error', () => resolve(none))
      answer.on('end', () =>
        resolve({
          ...{ status: answer.statusCode ?? 0, bytes, headers: answer.headers },
          ...{ place: answer.headers.location ?? '', text: Buffer.concat(chunks).toString('utf8') },
        }),
      )
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve(none))
    sent.end(body)
  })
}
