import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { isDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageSize, readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { findBankAccount, findLastReadIfAny, listStatements, type StatementCursor } from '../bank.queries.ts'
import { removeStatement } from './importing.commands.ts'
import { statementsView } from './importing.views.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ accountId: id }, { additionalProperties: false })
const ofStatement = Type.Object({ accountId: id, statementId: id }, { additionalProperties: false })
const query = Type.Object({ after: Type.Optional(Type.String({ maxLength: 500 })) }, { additionalProperties: false })

export const statementsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/books/bank/:accountId/statements',
    { schema: { params, querystring: query }, config: { permission: 'books.view' } },
    (request, reply) => show(request, reply, request.params.accountId, { cursor: cursorOf(request.query.after) }),
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
        return show(request, reply.code(error.status), accountId, { refusal: reply.t(error.key, error.values) })
      }
      request.session.flash = { key: 'bank.takenBack' }
      return goTo(reply, `/books/bank/${accountId}/statements`)
    },
  )

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    accountId: string,
    { cursor, refusal = '' }: { cursor?: StatementCursor | undefined; refusal?: string },
  ): Promise<string> {
    const { businessId, business } = acting(request)
    const [account, rows, last] = await inBusiness(db, businessId, (tx) =>
      together([
        findBankAccount(tx, businessId, accountId),
        listStatements(tx, businessId, accountId, { most: pageSize + 1, cursor }),
        findLastReadIfAny(tx, businessId, accountId),
      ]),
    )
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const canReconcile = can(business.role, 'bank.reconcile')
    return reply.page(
      'bank/statements',
      statementsView(reader, account, rows, { canReconcile, refusal, lastId: last?.id }),
    )
  }
}

function cursorOf(text: string | undefined): StatementCursor | undefined {
  const [to, at, id] = readCursor(text, 3) ?? []
  const isWhole = to !== undefined && isDate(to) && at !== undefined && !Number.isNaN(Date.parse(at)) && isId(id)
  return isWhole ? { to, at: new Date(at).toISOString(), id } : undefined
}
