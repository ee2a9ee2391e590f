import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { testServer } from './server.ts'

/** What happens when a statement that holds the text comes by: the line is cut before it, or before its answer. */
export interface Cut {
  at: string
  before: 'it' | 'its answer'
}

/** A way to the database that a test can close. */
export interface Gate {
  /** Stands for the server's host in a connection's settings. */
  host: string
  /** Cuts every line, and refuses new ones until `open`. */
  shut(): Promise<void>
  open(): Promise<void>
  /** Cuts one line, once, and lets all others pass. */
  cutOnce(cut: Cut): void
}

/** A Unix socket that leads to the server of the tests. */
export async function databaseGate(t: Pick<Test, 'after'>): Promise<Gate> {
  const host = mkdtempSync(join(tmpdir(), 'khata-gate-'))
  const lines = new Set<Socket>()
  const state: { server: Server | undefined; cut: Cut | undefined } = { server: undefined, cut: undefined }
  const cutting = (sent: Buffer): Cut | undefined => {
    const { cut } = state
    if (!cut || !sent.includes(cut.at)) return undefined
    state.cut = undefined
    return cut
  }
  const gate: Gate = {
    host,
    shut: () =>
      new Promise((resolve) => {
        state.server?.close(() => resolve())
        for (const line of lines) line.destroy()
      }),
    open: () =>
      new Promise((resolve) => {
        state.server = createServer((client) => lead(client, lines, cutting))
        state.server.listen(join(host, '.s.PGSQL.5432'), resolve)
      }),
    cutOnce: (cut) => {
      state.cut = cut
    },
  }
  await gate.open()
  t.after(async () => {
    await gate.shut()
    rmSync(host, { recursive: true, force: true })
  })
  return gate
}

function lead(client: Socket, lines: Set<Socket>, cutting: (sent: Buffer) => Cut | undefined): void {
  const { host, port } = testServer()
  const server = connect(host.startsWith('/') ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port })
  const cut = () => {
    client.destroy()
    server.destroy()
  }
  for (const line of [client, server]) {
    lines.add(line)
    line.on('error', cut)
    line.on('close', () => {
      lines.delete(line)
      cut()
    })
  }
  let isLastAnswerLost = false
  client.on('data', (sent: Buffer) => {
    const found = cutting(sent)
    if (found?.before === 'it') return cut()
    isLastAnswerLost ||= found !== undefined
    server.write(sent)
  })
  server.on('data', (answer: Buffer) => (isLastAnswerLost ? cut() : client.write(answer)))
}
