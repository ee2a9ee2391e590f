import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { acting } from '../../web/permissions.ts'
import type { TypedReport } from './asked.form.ts'
import type { ReportDefinition, ReportReader } from './report.ts'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))

/** The names that a report's address takes. */
function queryOf({ query = {}, dates, compares }: ReportDefinition) {
  const days = dates === 'period' ? { from: text(20), to: text(20) } : { on: text(20) }
  const more = { period: text(20), after: text(400), ...(compares && { compare: text(10) }) }
  return Type.Object({ ...days, ...more, ...query }, { additionalProperties: false })
}

const isOfOne = ({ url }: Pick<ReportDefinition, 'url'>): boolean => url.endsWith('/:id')

/** What the route of a report checks. */
export const schemaOf = (definition: ReportDefinition) => ({
  querystring: queryOf(definition),
  ...(isOfOne(definition) && { params: Type.Object({ id: Type.String({ format: 'uuid' }) }) }),
})

/** What stands in the address, as text. */
export function typedOf({ query, params }: FastifyRequest): TypedReport {
  const pairs = [query, params].flatMap((of) => (typeof of === 'object' && of !== null ? Object.entries(of) : []))
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]))
}

export const ownOf = (definition: ReportDefinition, typed: TypedReport): Record<string, string> => {
  const names = [...Object.keys(definition.query ?? {}), ...(isOfOne(definition) ? ['id'] : [])]
  return Object.fromEntries(names.map((name) => [name, (typed[name] ?? '').trim()]))
}

export function readerOf(request: FastifyRequest, reply: FastifyReply): ReportReader {
  const { business } = acting(request)
  return { t: reply.t, locale: request.locale, zone: business.zone, role: business.role }
}
