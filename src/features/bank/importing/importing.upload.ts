import type { FastifyRequest } from 'fastify'
import { mostBytes } from '../../../core/bank-statement.ts'

/** One file of the largest size and a handful of fields. */
export const multipartOptions = { limits: { files: 1, fields: 5, fileSize: mostBytes } }

const names = new WeakMap<FastifyRequest, string>()

/** The form keeps a file's bytes and forgets its name: this listens for it. For a route's `onRequest`. */
export async function listenForName(request: FastifyRequest): Promise<void> {
  const parts = request.parts.bind(request)
  request.parts = async function* named(options) {
    for await (const part of parts(options)) {
      if (part.type === 'file') names.set(request, plainName(part.filename))
      yield part
    }
  }
}

/** The last part of the name, short, and without what no screen should show. */
const plainName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '').slice(-80)

export const fileNameOf = (request: FastifyRequest): string => names.get(request) ?? ''

/** The bytes that the form sent; none where no file was chosen. */
export function bytesOf(body: unknown): Buffer {
  const sent = typeof body === 'object' && body !== null && 'file' in body ? body.file : undefined
  return Buffer.isBuffer(sent) ? sent : Buffer.alloc(0)
}
