import { type FastifyPluginAsyncTypebox, type TProperties, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { denominations } from '../../../core/denominations.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listMoneyAccounts } from '../../books/index.ts'
import { countsBlind, findTill } from '../tills.queries.ts'
import { readerOf, refuseOthersTill } from '../tills.request.ts'
import { readSessionBook } from './book.queries.ts'
import { closeTill, noteCount, refuseSession } from './closing.commands.ts'
import { countOf, parseClosing, readLoosely, type Typed } from './closing.form.ts'
import { closingFigures } from './closing.rules.ts'
import { type ClosingShown, closingView, sumsView } from './closing.views.ts'
import { findSession } from './sessions.queries.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const counts: TProperties = Object.fromEntries(denominations.map(({ name }) => [countOf(name), text(8)]))
const body = Type.Object(
  {
    session: Type.String({ format: 'uuid' }),
    ...counts,
    card: text(20_000),
    upi: text(20_000),
    bank: text(30),
    bankAccount: text(40),
    safe: text(30),
    reason: text(200),
  },
  { additionalProperties: false },
)
const params = Type.Object({ tillId: Type.String({ format: 'uuid' }) })
const config = { permission: 'till.use' } as const

export const closingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.get('/tills/:tillId/close', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { tillId } = request.params
    await refuseOthersTill(request, tillId)
    const till = await inBusiness(db, businessId, (tx) => findTill(tx, businessId, tillId))
    if (till.sessionId === null) return goTo(reply, `/tills/${tillId}/open`)
    const shown = await show(deps, request, { sessionId: till.sessionId, tillId, typed: {}, errors: {} })
    return reply.page('tills/close', closingView(readerOf(request, reply), shown))
  })

  app.post('/tills/:tillId/close/sums', { schema: { params, body }, config }, async (request, reply) => {
    const { tillId } = request.params
    await refuseOthersTill(request, tillId)
    const { session: sessionId, ...typed } = request.body
    const shown = await show(deps, request, { sessionId, tillId, typed, errors: {} })
    return reply.fragment('tills/_sums', sumsView(readerOf(request, reply), shown))
  })

  app.post('/tills/:tillId/close', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { tillId } = request.params
    const { session: sessionId, ...typed } = request.body
    await refuseOthersTill(request, tillId)
    const again = async (errors: FieldErrors, status = 422) => {
      const shown = await show(deps, request, { sessionId, tillId, typed, errors })
      return reply.code(status).page('tills/close', closingView(readerOf(request, reply), shown))
    }
    const parsed = parseClosing(typed)
    if (!parsed.ok) return again(parsed.errors)
    const actor = actorOf(request, clock)
    const closing = { ...parsed.value, sessionId, tillId }
    // A transaction of its own: the count stays noted when the close is refused for it.
    await inBusiness(db, businessId, (tx) => noteCount(tx, businessId, closing, actor))
    try {
      await inBusiness(db, businessId, (tx) => closeTill(tx, businessId, closing, actor, business.zone))
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'tills.refusal.closed') throw error
      return again({ [fieldOf(error.key)]: { key: error.key, values: error.values } }, error.status)
    }
    request.session.flash = { key: 'tills.closed' }
    return goTo(reply, `/tills/sessions/${sessionId}/slip`)
  })
}

const fieldOf = (key: string): string => {
  if (key === 'tills.refusal.overCounted') return 'bank'
  return key === 'fields.choose' ? 'bankAccount' : 'reason'
}

interface Asked {
  sessionId: string
  tillId: string
  typed: Typed
  errors: FieldErrors
}

function show({ db }: Deps, request: FastifyRequest, asked: Asked): Promise<ClosingShown> {
  const { businessId, business } = acting(request)
  const seesPersons = can(business.role, 'till.view')
  return inBusiness(db, businessId, async (tx) => ({ ...(await load(tx, businessId, asked)), seesPersons }))
}

/** Throws NotFound, Refusal 409 'tills.refusal.closed'. */
async function load(tx: Tx, businessId: string, { sessionId, tillId, typed, errors }: Asked) {
  const session = await findSession(tx, businessId, sessionId)
  refuseSession(session, tillId)
  const [book, accounts, isBlind] = await together([
    readSessionBook(tx, businessId, session),
    listMoneyAccounts(tx, businessId),
    countsBlind(tx, businessId),
  ])
  const figures = closingFigures(session, book, readLoosely(typed))
  return { session, figures, typed, errors, accounts, isHidden: isBlind && session.counts === 0 }
}
