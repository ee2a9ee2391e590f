import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { goTo } from '../../../web/htmx.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { strict, text } from '../counts.request.ts'
import { showCountPage } from '../showing/showing.routes.ts'

/** A page of lines holds fifty, each with a choice, its reason and a tick. */
const most = 60
const lineFields = { '^d\\.\\d{1,7}$': text(5), '^r\\.\\d{1,7}$': text(200), '^again\\.\\d{1,7}$': text(5) }

export const linesBody = Type.Object(
  { place: text(60) },
  { ...strict, patternProperties: lineFields, maxProperties: 3 * most + 2 },
)

export type TypedLines = Readonly<Record<string, string>>

/** The numbers of the lines that have a field of this name. */
export const numbersOf = (typed: TypedLines, name: string): number[] =>
  Object.keys(typed).flatMap((field) => (field.startsWith(`${name}.`) ? [Number(field.slice(name.length + 1))] : []))

export function done(request: FastifyRequest, reply: FastifyReply, id: string, { key, values }: Said): FastifyReply {
  request.session.flash = { key, ...(values && { values }) }
  return goTo(reply, `/stock/counts/${id}`)
}

/** The page again with what was typed; what no field can put right is thrown on. */
export function again(
  deps: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  { error, field, typed }: { error: unknown; field: string; typed: TypedLines },
): Promise<string> {
  if (!(error instanceof Refusal) || !isWordKey(error.key) || error.status !== 422) throw error
  const errors = { [field]: { key: error.key, values: error.values } }
  const start = { list: 'progress', kind: 'all', after: undefined } as const
  return showCountPage(deps, request, reply.code(422), id, start, { typed, errors })
}
