import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { pageSize } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { findBankAccount, listStatements } from '../bank.queries.ts'
import { removeStatement } from './importing.commands.ts'
import { statementsView } from './importing.views.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ accountId: id }, { additionalProperties: false })
const ofStatement = Type.Object({ accountId: id, statementId: id }, { additionalProperties: false })
const none = Type.Object({}, { additionalProperties: false })

export const statementsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/books/bank/:accountId/statements',
    { schema: { params, querystring: none }, config: { permission: 'books.view' } },
    (request, reply) => show(request, reply, request.params.accountId),
  )

  app.post(
    '/books/bank/:accountId/statements/:statementId/removal',
    { schema: { params: ofStatement }, config: { permission: 'bank.reconcile' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { accountId } = request.params
      try {
        await inBusiness(db, businessId, (tx) =>
          removeStatement(tx, businessId, request.params, actorOf(request, clock)),
        )
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return show(request, reply.code(error.status), accountId, reply.t(error.key, error.values))
      }
      request.session.flash = { key: 'bank.takenBack' }
      return goTo(reply, `/books/bank/${accountId}/statements`)
    },
  )

  async function show(request: FastifyRequest, reply: FastifyReply, accountId: string, refusal = ''): Promise<string> {
    const { businessId, business } = acting(request)
    const [account, rows] = await inBusiness(db, businessId, (tx) =>
      together([
        findBankAccount(tx, businessId, accountId),
        listStatements(tx, businessId, accountId, { most: pageSize }),
      ]),
    )
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const lastId = [...rows].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1)).at(-1)?.id
    const looked = { canReconcile: can(business.role, 'bank.reconcile'), refusal, lastId }
    return reply.page('bank/statements', statementsView(reader, account, rows, looked))
  }
}
