import type { FastifyRequest } from 'fastify'

const names = new WeakMap<FastifyRequest, string>()

/** Remembers how the person's file is called: what reads the form keeps only its bytes. For a route's `onRequest`. */
export async function rememberName(request: FastifyRequest): Promise<void> {
  const parts = request.parts.bind(request)
  request.parts = async function* (options) {
    for await (const part of parts(options)) {
      if (part.type === 'file') names.set(request, part.filename)
      yield part
    }
  }
}

const mostCharacters = 100

/** Without folders and signs that no name shows; never empty. */
export function nameOf(request: FastifyRequest): string {
  const name = (names.get(request) ?? '').split(/[\\/]/).at(-1) ?? ''
  const shown = name.replaceAll(/\p{C}/gu, '').toWellFormed().trim()
  return shown.slice(-mostCharacters) || 'file'
}
