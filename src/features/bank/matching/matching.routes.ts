import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { pageOf } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { findBankAccount } from '../bank.queries.ts'
import { lineCursor } from '../reconciling/reconciling.form.ts'
import type { LineCursor } from '../reconciling/reconciling.queries.ts'
import { unmatch } from './matching.commands.ts'
import { listMatches } from './matching.queries.ts'
import { matchesView } from './matching.views.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ accountId: id }, { additionalProperties: false })
const ofMatch = Type.Object({ accountId: id, matchId: id }, { additionalProperties: false })
const query = Type.Object({ after: Type.Optional(Type.String({ maxLength: 500 })) }, { additionalProperties: false })

export const matchingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/books/bank/:accountId/matches',
    { schema: { params, querystring: query }, config: { permission: 'books.view' } },
    (request, reply) => show(request, reply, request.params.accountId, { cursor: lineCursor(request.query.after) }),
  )

  app.post(
    '/books/bank/:accountId/matches/:matchId/undo',
    { schema: { params: ofMatch }, config: { permission: 'bank.reconcile' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { accountId } = request.params
      try {
        await inBusiness(db, businessId, (tx) => unmatch(tx, businessId, request.params, actorOf(request, clock)))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return show(request, reply.code(error.status), accountId, { refusal: reply.t(error.key, error.values) })
      }
      request.session.flash = { key: 'bank.unmatched' }
      return goTo(reply, `/books/bank/${accountId}/matches`)
    },
  )

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    accountId: string,
    { cursor, refusal = '' }: { cursor?: LineCursor | undefined; refusal?: string },
  ): Promise<string> {
    const { businessId, business } = acting(request)
    const all = { from: undefined, to: undefined, cursor }
    const [account, rows] = await inBusiness(db, businessId, (tx) =>
      together([findBankAccount(tx, businessId, accountId), listMatches(tx, businessId, accountId, all)]),
    )
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const canReconcile = can(business.role, 'bank.reconcile')
    const looked = { canReconcile, isFirstPage: cursor === undefined, refusal }
    return reply.page('bank/matches', matchesView(reader, account, pageOf(rows), looked))
  }
}
