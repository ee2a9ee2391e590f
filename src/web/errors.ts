import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { NotFound, Refusal } from '../core/errors.ts'
import { isLockedPeriod, isLostConnection, isRetryable } from '../db/sqlstate.ts'
import { shownValues } from '../words/format.ts'
import { isWordKey } from '../words/index.ts'
import type { ErrorView } from './views.ts'

/** An answer that has no page of its own: 400, 403 and their like. */
export class ErrorOfAnswer extends Error {
  override name = 'ErrorOfAnswer'
  readonly statusCode: number

  constructor(statusCode: number) {
    super(`answer ${statusCode}`)
    this.statusCode = statusCode
  }
}

/** The one place where an error becomes a status and a sentence. */
export const errors = fp(async (app: FastifyInstance) => {
  app.setNotFoundHandler({ config: { permission: 'open' } } as never, (request, reply) => {
    const isKnown = methods.includes(request.method)
    return show(request, isKnown ? reply : reply.header('allow', methods.join(', ')), isKnown ? 404 : 405)
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = statusOf(error)
    if (status >= 500) request.log.error({ err: error }, 'failed')
    if (status === 503) reply.header('retry-after', '2')
    return show(request, reply, status, error)
  })
})

/** Forms send these; no page knows another. */
const methods = ['GET', 'HEAD', 'POST']

function statusOf(error: FastifyError): number {
  if (error instanceof Refusal) return error.status
  if (error instanceof NotFound) return 404
  if (isLockedPeriod(error)) return 422
  if (isLostConnection(error) || isRetryable(error)) return 503
  if (isBrokenForm(error)) return 400
  const status = error.statusCode
  return status !== undefined && status >= 400 && status < 500 ? status : 500
}

/** busboy, which reads forms with files, gives its errors neither a status nor a code. */
const isBrokenForm = (error: Error): boolean =>
  /^(Unexpected end of|Malformed (part header|content type)|Multipart: Boundary not found)/.test(error.message)

function show(request: FastifyRequest, reply: FastifyReply, status: number, error?: Error): Promise<string> {
  return reply.code(status).page('errors/show', errorView(request, reply, status, error))
}

const known = [400, 403, 404, 405, 409, 413, 422, 429, 500, 503] as const

function errorView(request: FastifyRequest, reply: FastifyReply, status: number, error: Error | undefined): ErrorView {
  const code = known.find((one) => one === status) ?? (status < 500 ? 400 : 500)
  const words = isStaleForm(error) ? 'errors.403.form' : (`errors.${code}` as const)
  return {
    status,
    title: reply.t(`${words}.title`),
    message:
      said(request, reply, error) ??
      reply.t(`${words}.help`, {
        seconds: waitOf(reply),
        id: request.id,
      }),
    requestId: status >= 500 ? request.id : '',
    backTo: '/',
  }
}

/** A rule of the business says no in words of its own. */
function said(request: FastifyRequest, reply: FastifyReply, error: Error | undefined): string | undefined {
  if (error instanceof Refusal && isWordKey(error.key))
    return reply.t(error.key, shownValues(request.locale, error.values))
  return error !== undefined && isLockedPeriod(error) ? reply.t('errors.locked') : undefined
}

/** The token of the form is missing or belongs to another session (@fastify/csrf-protection). */
const isStaleForm = (error: Error | undefined): boolean =>
  error !== undefined && 'code' in error && String(error.code).startsWith('FST_CSRF_')

const waitOf = (reply: FastifyReply): string => String(reply.getHeader('retry-after') ?? 60)
