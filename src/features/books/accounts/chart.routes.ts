import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { booksTabs, type Reader } from '../books.views.ts'
import { trialBalanceFigures } from '../trial-balance/trial-balance.queries.ts'
import { type Account, rolledUp } from './accounts.rules.ts'
import { archiveAccount, bringBackAccount } from './chart.commands.ts'
import { accountIn, findBankIfAny, listAccounts } from './chart.queries.ts'
import { accountView, chartView } from './chart.views.ts'
import { editingRoutes } from './editing.routes.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) }, { additionalProperties: false })
const none = Type.Object({}, { additionalProperties: false })
const query = Type.Object({ show: Type.Optional(Type.String({ maxLength: 10 })) }, { additionalProperties: false })
const look = { permission: 'books.view' } as const
const edit = { permission: 'account.edit' } as const

const archiving = [
  ['archive', archiveAccount, 'accounts.archived'],
  ['bring-back', bringBackAccount, 'accounts.broughtBack'],
] as const

export const chartRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(editingRoutes, deps)

  app.get('/books/accounts', { schema: { querystring: query }, config: look }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const today = todayIn(clock(), business.zone)
    const [rows, balances] = await inBusiness(db, businessId, (tx) => chartOf(tx, businessId, today))
    const chart = { rows, balances, today, showsAll: request.query.show === 'all' }
    const canEdit = can(business.role, 'account.edit')
    const tabs = booksTabs(reply.t, business.role, 'accounts')
    return reply.page('books/accounts', chartView(readerOf(request, reply), tabs, { ...chart, canEdit }))
  })

  app.get('/books/accounts/:id', { schema: { params, querystring: none }, config: look }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  for (const [verb, run, said] of archiving)
    app.post(`/books/accounts/:id/${verb}`, { schema: { params }, config: edit }, async (request, reply) => {
      const { businessId } = acting(request)
      const { id } = request.params
      try {
        const { name } = await inBusiness(db, businessId, async (tx) => {
          await run(tx, businessId, id, actorOf(request, clock))
          return accountIn(await listAccounts(tx, businessId), id)
        })
        request.session.flash = { key: said, values: { name } }
        return goTo(reply, `/books/accounts/${id}`)
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return show(request, reply.code(error.status), id, reply.t(error.key, error.values))
      }
    })

  async function show(request: FastifyRequest, reply: FastifyReply, id: string, refused = ''): Promise<string> {
    const { business, businessId } = acting(request)
    const found = await inBusiness(db, businessId, async (tx) => {
      const [rows, balances] = await chartOf(tx, businessId, todayIn(clock(), business.zone))
      const account = accountIn(rows, id)
      const group = rows.find((row) => row.id === account.parentId)?.name ?? ''
      const bank = await findBankIfAny(tx, businessId, id)
      return { account, group, bank, balance: rolledUp(rows, balances).get(id) ?? 0n }
    })
    const canEdit = can(business.role, 'account.edit')
    return reply.page('books/account', accountView(readerOf(request, reply), { ...found, canEdit, refused }))
  }
}

/** Every account, and the balances of those that have one. */
async function chartOf(tx: Tx, businessId: string, today: string): Promise<[Account[], Map<string, bigint>]> {
  const [rows, figures] = await Promise.all([listAccounts(tx, businessId), trialBalanceFigures(tx, businessId, today)])
  return [rows, new Map(figures.filter(({ balance }) => balance !== 0n).map(({ id, balance }) => [id, balance]))]
}

const readerOf = (request: FastifyRequest, reply: FastifyReply): Reader => ({
  t: reply.t,
  locale: request.locale,
  zone: acting(request).business.zone,
})
