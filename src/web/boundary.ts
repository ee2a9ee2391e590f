import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { ErrorOfAnswer } from './errors.ts'

/** Postgres cannot keep U+0000 and JSON cannot carry half a character: both are refused before anything reads them. */
export const boundary = fp(async (app: FastifyInstance) => {
  app.addHook('preValidation', async (request) => {
    for (const part of [request.params, request.query, request.body]) if (isUnfit(part)) throw new ErrorOfAnswer(400)
  })
})

function isUnfit(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, part]) => isUnfit(key) || isUnfit(part))
}
