import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { type IsoDate, parseDate, todayIn } from '../../../core/dates.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { findPartyIfAny } from '../../parties/index.ts'
import { listDecisions } from './decisions.queries.ts'
import { decisionsView } from './decisions.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const querystring = Type.Object(
  { rule: text(10), outcome: text(20), from: text(30), to: text(30), party: text(40), after: text(300) },
  { additionalProperties: false },
)

/** What the rules of cash were asked, and what came of it. */
export const decisionsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const config = { permission: 'compliance.view' } as const
  app.get('/compliance', { schema: { querystring }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { after: typedAfter, ...typed } = request.query
    const errors: Record<string, Said> = {}
    const today = todayIn(clock(), business.zone)
    const [from, to] = [readDay(typed.from, 'from', today, errors), readDay(typed.to, 'to', today, errors)]
    const after = readCursor(typedAfter, 2)
    const found = await inBusiness(db, businessId, async (tx) => {
      const party = typed.party ? await findPartyIfAny(tx, businessId, typed.party) : undefined
      const asked = {
        rule: typed.rule,
        outcome: typed.outcome,
        partyId: party?.id,
        from,
        to,
        zone: business.zone,
        after,
      }
      return { party, page: await listDecisions(tx, businessId, asked) }
    })
    if (Object.keys(errors).length > 0) reply.code(422)
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const shown = { ...found, typed, errors, isFirstPage: after === undefined }
    return reply.page('compliance/decisions', decisionsView(reader, shown))
  })
}

function readDay(typed: string, name: string, today: IsoDate, errors: Record<string, Said>): IsoDate | undefined {
  if (typed.trim() === '') return undefined
  const day = parseDate(typed, today)
  if (day === undefined) errors[name] = { key: 'fields.date' }
  return day
}
