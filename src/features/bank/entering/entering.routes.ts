import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Db } from '../../../db/database.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findBankAccount } from '../bank.queries.ts'
import { enterFromLine, findLine } from './entering.commands.ts'
import { guess, parseEntry, type TypedEntry } from './entering.form.ts'
import { listLikelyParties, listOtherAccounts } from './entering.queries.ts'
import { enterView } from './entering.views.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ accountId: id }, { additionalProperties: false })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const query = Type.Object({ line: Type.Optional(id), q: text(100) }, { additionalProperties: false })
const body = Type.Object(
  {
    _csrf: Type.Optional(Type.String({ maxLength: 200 })),
    id,
    line: id,
    q: text(100),
    what: text(12),
    party: text(40),
    money: text(40),
    account: text(40),
    narration: text(200),
  },
  { additionalProperties: false },
)
const reconcile = { permission: 'bank.reconcile' } as const

/** What the bank knows and the books do not yet: entered and matched in one. */
export const enteringRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/books/bank/:accountId/voucher',
    { schema: { params, querystring: query }, config: reconcile },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { accountId } = request.params
      const { line, q } = request.query
      if (line === undefined) {
        await inBusiness(db, businessId, (tx) => findBankAccount(tx, businessId, accountId))
        return goTo(reply, `/books/bank/${accountId}`)
      }
      return show(db, request, reply, { accountId, line, q: q.trim(), id: newId() })
    },
  )

  app.post(
    '/books/bank/:accountId/voucher',
    { schema: { params, body }, config: reconcile },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { accountId } = request.params
      const { id, line, q, _csrf, ...typed } = request.body
      const looked = { accountId, line, q, id, typed }
      const parsed = parseEntry(typed)
      if (!parsed.ok) return show(db, request, reply.code(422), { ...looked, errors: parsed.errors })
      try {
        const asked = { id, accountId, lineId: line, entry: parsed.value }
        const { number } = await inBusiness(db, businessId, (tx) =>
          enterFromLine(tx, businessId, asked, actorOf(request, clock)),
        )
        request.session.flash = { key: 'bank.entered', values: { number } }
        return goTo(reply, `/books/bank/${accountId}`)
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return show(db, request, reply.code(error.status), { ...looked, refusal: reply.t(error.key, error.values) })
      }
    },
  )
}

interface Look {
  accountId: string
  line: string
  q: string
  id: string
  typed?: TypedEntry
  errors?: FieldErrors
  refusal?: string
}

async function show(db: Db, request: FastifyRequest, reply: FastifyReply, look: Look): Promise<string> {
  const { businessId, business } = acting(request)
  const { accountId, q, id, errors = {}, refusal = '' } = look
  const found = await inBusiness(db, businessId, async (tx) => {
    const [account, line] = await together([
      findBankAccount(tx, businessId, accountId),
      findLine(tx, businessId, accountId, look.line),
    ])
    const search = { search: q, narration: line.narration, chosen: look.typed?.party ?? '' }
    const [parties, others] = await together([
      listLikelyParties(tx, businessId, search),
      listOtherAccounts(tx, businessId, accountId),
    ])
    return { account, line, parties, others }
  })
  const narration = [found.line.narration, found.line.reference].filter(Boolean).join(' ').slice(0, 200)
  const what = guess(found.line.narration, found.line.amount > 0n)
  const typed = look.typed ?? {
    what,
    party: q === '' ? '' : (found.parties[0]?.id ?? ''),
    money: '',
    account: '',
    narration,
  }
  const reader = { t: reply.t, locale: request.locale, zone: business.zone }
  return reply.page('bank/voucher', enterView(reader, found, { id, q, typed, errors, refusal }))
}
