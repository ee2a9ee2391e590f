import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { parseDate, todayIn } from '../../core/dates.ts'
import { inBusiness } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { formFields } from '../../web/form-fields.ts'
import { acting } from '../../web/permissions.ts'
import { auditView } from './audit.views.ts'
import { type AuditFilter, isWholeLog, listAuditLines, newestLineIsSound } from './audit-lines.queries.ts'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const query = Type.Object(
  { from: text(20), to: text(20), by: text(60), entity: text(30), id: text(60), after: text(19) },
  { additionalProperties: false },
)

export const auditRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/audit',
    { schema: { querystring: query }, config: { permission: 'audit.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const asked = request.query
      const { filter, errors } = readFilter(asked, todayIn(clock(), business.zone), business.zone)
      const [page, isSound] = await inBusiness(
        db,
        businessId,
        (tx) => together([listAuditLines(tx, businessId, filter), newestLineIsSound(tx, businessId)]),
        { keepsPlans: isWholeLog(filter) },
      )
      const fields = formFields(reply.t, { values: asked, errors })
      const last = page.rows.at(-1)
      const reader = { t: reply.t, locale: request.locale, zone: business.zone }
      return reply.page(
        'audit/list',
        auditView(reader, page, fields, {
          isSound,
          laterHref: filter.before === undefined ? '' : href(asked, undefined),
          earlierHref: page.hasMore && last ? href(asked, last.seq) : '',
        }),
      )
    },
  )
}

type Asked = Partial<Record<'from' | 'to' | 'by' | 'entity' | 'id' | 'after', string>>

function readFilter(asked: Asked, today: string, zone: string) {
  const from = asked.from ? parseDate(asked.from, today) : undefined
  const to = asked.to ? parseDate(asked.to, today) : undefined
  const filter: AuditFilter = {
    entity: asked.entity ?? '',
    by: (asked.by ?? '').trim(),
    id: asked.id ?? '',
    from,
    to,
    zone,
    before: asked.after && /^\d{1,18}$/.test(asked.after) ? BigInt(asked.after) : undefined,
  }
  return {
    filter,
    errors: {
      from: asked.from && !from ? ({ key: 'fields.date' } as const) : undefined,
      to: asked.to && !to ? ({ key: 'fields.date' } as const) : undefined,
    },
  }
}

function href(asked: Asked, after: bigint | undefined): string {
  const kept = Object.entries({ ...asked, after: after === undefined ? '' : String(after) }).filter(
    ([, value]) => value,
  )
  return `/audit?${new URLSearchParams(kept)}`
}
