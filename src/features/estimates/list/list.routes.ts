import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { audit } from '../../audit/index.ts'
import { type ListState, listStates } from './list.form.ts'
import { type ListCursor, listEstimates, matchesOf } from './list.queries.ts'
import { estimatesView, type Listed } from './list.views.ts'

const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  {
    q: Type.String({ maxLength: 100, default: '' }),
    state: Type.Enum(listStates, { default: 'all' }),
    before: optional,
    after: optional,
  },
  { additionalProperties: false },
)
const daysBody = Type.Object({ days: Type.String({ maxLength: 10 }) }, { additionalProperties: false })

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/estimates',
    { schema: { querystring: query }, config: { permission: 'sale.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { before, after, q, state } = request.query
      const today = todayIn(clock(), business.zone)
      const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
      const asked = { search: q.trim(), state, today, cursor }
      const listed = await inBusiness(db, businessId, (tx) => load(tx, businessId, asked))
      const may = { make: can(business.role, 'sale.make'), set: can(business.role, 'settings.edit') }
      const reader = { t: reply.t, locale: request.locale }
      return reply.page('estimates/list', estimatesView(reader, { q, state }, listed, { today, may }))
    },
  )

  app.post(
    '/estimates/days',
    { schema: { body: daysBody }, config: { permission: 'settings.edit' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const typed = request.body.days.trim()
      const days = /^\d{1,3}$/.test(typed) ? Number(typed) : 366
      if (days > 365) {
        request.session.flash = { key: 'estimates.days.wrong' }
        return goTo(reply, '/estimates')
      }
      await inBusiness(db, businessId, async (tx) => {
        await named(tx, daysSet, [businessId, days])
        const what = { action: 'estimate.days', entity: 'business', entityId: businessId, after: { days } }
        await audit(tx, businessId, actorOf(request, clock), what)
      })
      request.session.flash = { key: 'estimates.days.saved' }
      return goTo(reply, '/estimates')
    },
  )
}

interface Asked {
  search: string
  state: ListState
  today: string
  cursor: ListCursor | undefined
}

async function load(tx: Tx, businessId: string, { search, state, today, cursor }: Asked): Promise<Listed> {
  const matches = search === '' ? { partyIds: undefined, numbers: undefined } : await matchesOf(tx, businessId, search)
  const filter = { ...matches, state, today }
  const [found, [setting]] = await together([
    listEstimates(tx, businessId, { filter, cursor }),
    named<{ days: number }>(tx, daysOf, [businessId]),
  ])
  const days = setting?.days ?? 0
  return { ...pageBeside(found, cursor), days }
}

function cursorOf(direction: ListCursor['direction'], typed: string | undefined): ListCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}

const daysOf = { name: 'estimates.days.read', text: 'select estimate_days as days from business where id = $1' }
const daysSet = { name: 'estimates.days.set', text: 'update business set estimate_days = $2 where id = $1' }
