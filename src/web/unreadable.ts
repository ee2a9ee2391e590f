import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { translator } from '../words/index.ts'
import { askedLocale } from './asked-locale.ts'
import { bareGuards } from './security.ts'

/** The router could not read the address, so there is no request, no session and no page: the words alone. */
export function unreadable(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const t = translator(askedLocale(request))
  reply.raw.writeHead(400, { ...bareGuards, 'content-type': 'text/plain; charset=utf-8' })
  reply.raw.end(`${t('errors.400.title')}. ${t('errors.400.help')}\n`)
}
