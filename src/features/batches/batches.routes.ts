import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { addDays, type IsoDate, isDate, todayIn } from '../../core/dates.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import { can } from '../../core/permissions.ts'
import { milli, parseQuantity } from '../../core/quantity.ts'
import { isId } from '../../db/ids.ts'
import { pageOf, readCursor } from '../../db/paging.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { isWordKey } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { expiredStock } from './batches.queries.ts'
import { batchesView, type Show, shows, writeOffView } from './batches.views.ts'
import { findBatch, listBatches } from './list.queries.ts'
import { setExpiredStock, writeOffBatch } from './write-off.commands.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const strict = { additionalProperties: false }
const query = Type.Object(
  { q: text(60), show: text(8), before: Type.Optional(Type.String({ maxLength: 500 })) },
  strict,
)
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, strict)
const policyBody = Type.Object({ policy: Type.Enum(['refuse', 'warn'] as const) }, strict)
const offBody = Type.Object({ quantity: text(20) }, strict)

export const batchesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/batches',
    { schema: { querystring: query }, config: { permission: 'stock.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { q, before } = request.query
      const show = shows.find((one) => one === request.query.show) ?? 'all'
      const today = todayIn(clock(), business.zone)
      const [expiresOn, id] = readCursor(before, 2) ?? []
      const isSound = expiresOn !== undefined && (isDate(expiresOn) || expiresOn === 'infinity') && isId(id)
      const after = isSound ? { expiresOn, id } : undefined
      const [rows, policy] = await inBusiness(db, businessId, async (tx) => [
        await listBatches(tx, businessId, { ...spanOf(show, today), search: q.trim(), after }),
        await expiredStock(tx, businessId),
      ])
      const { role } = business
      const by = {
        show,
        q,
        today,
        policy,
        canAdjust: can(role, 'stock.adjust'),
        canCount: can(role, 'stock.move'),
        canCost: can(role, 'item.cost'),
      }
      const canSet = can(role, 'settings.edit')
      return reply.page(
        'batches/list',
        batchesView({ t: reply.t, locale: request.locale }, pageOf(rows), { ...by, canSet }),
      )
    },
  )

  app.post(
    '/batches/policy',
    { schema: { body: policyBody }, config: { permission: 'settings.edit' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { policy } = request.body
      await inBusiness(db, businessId, (tx) => setExpiredStock(tx, businessId, policy, actorOf(request, clock)))
      request.session.flash = { key: 'batches.policy.saved' }
      return goTo(reply, '/batches')
    },
  )

  await app.register(writeOffRoutes, { db, clock })
}

const writeOffRoutes: FastifyPluginAsyncTypebox<Pick<Deps, 'db' | 'clock'>> = async (app, { db, clock }) => {
  const config = { permission: 'stock.adjust' } as const
  const showOff = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { id, values, errors = {} }: { id: string; values?: Readonly<Record<string, string>>; errors?: FieldErrors },
  ) => {
    const { businessId } = acting(request)
    const batch = await inBusiness(db, businessId, (tx) => findBatch(tx, businessId, id))
    if (!batch) throw new NotFound(`nothing is left of batch ${id}`)
    return reply.page(
      'batches/write-off',
      writeOffView({ t: reply.t, locale: request.locale }, batch, { values, errors }),
    )
  }

  app.get('/batches/:id/write-off', { schema: { params }, config }, (request, reply) =>
    showOff(request, reply, { id: request.params.id }),
  )

  app.post('/batches/:id/write-off', { schema: { params, body: offBody }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const quantity = parseQuantity(request.body.quantity)
    const again = (errors: FieldErrors, status = 422) =>
      showOff(request, reply.code(status), { id, values: request.body, errors })
    if (quantity === undefined || quantity <= 0n) return again({ quantity: { key: 'batches.refusal.quantity' } })
    try {
      const onDate = todayIn(clock(), business.zone)
      const { number } = await inBusiness(db, businessId, async (tx) => {
        const batch = await findBatch(tx, businessId, id)
        if (!batch || quantity > batch.left) throw new Refusal('batches.refusal.quantity')
        const reason = reply.t('batches.writeOff.reason', { number: batch.number })
        const off = { batch, quantity: milli(quantity), reason, onDate }
        return writeOffBatch(tx, businessId, off, actorOf(request, clock))
      })
      request.session.flash = { key: 'batches.wroteOff', values: { number } }
      return goTo(reply, '/batches')
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return again({ quantity: { key: error.key, values: error.values } }, error.status)
    }
  })
}

function spanOf(show: Show, today: IsoDate): { from: string; to: string } {
  switch (show) {
    case 'all':
      return { from: '-infinity', to: 'infinity' }
    case 'expired':
      return { from: '-infinity', to: addDays(today, -1) }
    case '30':
    case '60':
    case '90':
      return { from: today, to: addDays(today, Number(show)) }
  }
}
