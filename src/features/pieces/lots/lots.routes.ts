import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { isId, newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { levelsTotal, type StockTotals } from '../list/list.queries.ts'
import { type LotKind, lotFacts } from '../lots.facts.ts'
import { listMakingChoices, type MakingChoices } from '../making/making.queries.ts'
import type { Typed } from '../pieces.form.ts'
import { strict, text, uuid } from '../pieces.schema.ts'
import { createLot } from './lots.commands.ts'
import { parseLot } from './lots.form.ts'
import { listLotMoves, listLots } from './lots.queries.ts'
import { lotsView, lotView, newLotView } from './lots.views.ts'

const listQuery = Type.Object({ kind: text(10), before: text(36) }, strict)
const params = Type.Object({ lotId: uuid })
const showQuery = Type.Object({ before: text(36) }, strict)
const body = Type.Object(
  {
    id: Type.Optional(uuid),
    kind: text(10),
    item: text(36),
    branch: text(36),
    on_date: text(20),
    name: text(60),
    barcode: text(40),
    counter: text(30),
    pieces: text(10),
    gross: text(20),
    net_weight: text(20),
    touch: text(10),
    carat: text(20),
    value: text(30),
    note: text(500),
  },
  strict,
)
const view = { permission: 'piece.view' } as const
const edit = { permission: 'piece.edit' } as const
const kindOf = (typed: string): LotKind | null =>
  (['metal', 'stones', 'old-metal'] as const).find((one) => one === typed) ?? null

export const lotsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const choicesOf = (request: FastifyRequest) => {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) => listMakingChoices(tx, businessId, 'lot'))
  }
  const showNew = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, errors: FieldErrors = {}) =>
    reply.page('lots/new', newLotView(reply.t, { typed, errors, choices: await choicesOf(request) }))

  app.get('/lots', { schema: { querystring: listQuery }, config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const kind = kindOf(request.query.kind)
    const before = isId(request.query.before) ? request.query.before : null
    const read = (tx: Tx) =>
      together([
        listLots(tx, businessId, { kind, before }),
        named<StockTotals>(tx, levelsTotal, [businessId, null, null, 'lot']),
      ])
    const [page, [totals]] = await inBusiness(db, businessId, read, { keepsPlans: true })
    if (!totals) throw new Error('a sum has one row')
    const rights = { canEdit: can(business.role, 'piece.edit'), seesCost: can(business.role, 'item.cost') }
    const listed = { page, totals, kind: kind ?? '', hasBefore: before !== null }
    return reply.page('lots/list', lotsView(reply.t, listed, rights))
  })

  app.get('/lots/new', { config: edit }, (request, reply) =>
    showNew(request, reply, { id: newId(), kind: 'metal', on_date: 'today' }),
  )

  app.post('/lots', { schema: { body }, config: edit }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed = { ...given(request.body), id: request.body.id ?? newId() }
    const place = placeOf(typed, await choicesOf(request), todayIn(clock(), business.zone))
    const parsed = parseLot(typed, place.fineness)
    if (!parsed.ok || !place.ok)
      return showNew(request, reply.code(422), typed, { ...place.errors, ...(!parsed.ok && parsed.errors) })
    const lot = { ...parsed.value, ...place.value, id: typed.id }
    try {
      await inBusiness(db, businessId, (tx) => createLot(tx, businessId, lot, actorOf(request, clock)))
    } catch (error) {
      return showNew(request, reply.code(422), typed, errorsOf(error))
    }
    request.session.flash = { key: 'lots.saved', values: { name: lot.name } }
    return goTo(reply, `/lots/${lot.id}`)
  })

  app.get('/lots/:lotId', { schema: { params, querystring: showQuery }, config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { lotId } = request.params
    const before = isId(request.query.before) ? request.query.before : null
    const [[lot], moves] = await inBusiness(db, businessId, (tx) =>
      together([lotFacts(tx, businessId, [lotId]), listLotMoves(tx, businessId, lotId, before)]),
    )
    if (!lot) throw new Error('lotFacts finds it or throws')
    const reader = { t: reply.t, locale: request.locale }
    const shown = { lot, moves, hasBefore: before !== null }
    const rights = {
      seesCost: can(business.role, 'item.cost'),
      canEdit: can(business.role, 'piece.edit'),
      canMove: can(business.role, 'stock.move'),
    }
    return reply.page('lots/show', lotView(reader, shown, rights))
  })
}

/** Where and when a lot comes in, of which article, and how fine that is where no touch is typed. */
function placeOf(typed: Typed, { articles, branches }: MakingChoices, today: string) {
  const errors: Record<string, Said> = {}
  const article = articles.find(({ id }) => id === typed['item'])
  const branch = branches.find(({ id }) => id === typed['branch'])
  const onDate = parseDate(typed['on_date'] ?? '', today)
  if (!article) errors['item'] = { key: 'fields.choose' }
  if (!branch) errors['branch'] = { key: 'fields.choose' }
  if (!onDate) errors['on_date'] = { key: 'fields.date' }
  else if (onDate > today) errors['on_date'] = { key: 'fields.date.future' }
  const value = { itemId: article?.id ?? '', branchId: branch?.id ?? '', onDate: onDate ?? today }
  return { ok: Object.keys(errors).length === 0, value, errors, fineness: article?.fineness ?? 0 }
}

function errorsOf(error: unknown): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  const said = { key: error.key, values: error.values }
  if (error.key === 'lots.refusal.barcodeTaken') return { barcode: said }
  return error.key === 'errors.locked' ? { on_date: said } : { name: said }
}

const given = (sent: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
