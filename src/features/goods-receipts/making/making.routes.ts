import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { ReceiptSays } from '../../../core/goods-receipt-facts.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { fileNameOf, mostBytes, readFile, rememberName } from '../../imports/index.ts'
import { findParty, listPicks, picksView } from '../../parties/index.ts'
import { receiveGoods, refuseReceipt } from '../receiving/receiving.commands.ts'
import { ReceiptRefused } from '../receiving/receiving.request.ts'
import { type KeptSheet, keepSheet, mapSheet, type SheetPlace } from '../sheets/sheets.commands.ts'
import { sentBefore, startReceipt } from './long-receipt.jobs.ts'
import { linePattern, mostLines, nameOf, type Typed, withoutRow } from './making.form.ts'
import {
  allCame,
  beginReceipt,
  type Found,
  loadMaking,
  nothingFound,
  picked,
  scanned,
  withOrder,
} from './making.look.ts'
import { newReceiptView } from './making.views.ts'
import { pieceCells, pieceRows } from './pieces.form.ts'
import { readReceipt } from './reading.ts'
import { chosenColumns, withSheet } from './sheet.form.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const strict = { additionalProperties: false }
const query = Type.Object({ party: text(40), party_id: text(40), order: text(40), again: text(40) }, strict)
const fields = {
  ...{ id: Type.String({ pattern: uuid }), party_id: text(40), branch: text(40), on_date: text(30), note: text(500) },
  ...{ their_number: text(40), their_date: text(30), landed: text(30), landed_by: text(10) },
  ...{
    takes_excess: text(4),
    takes_expired: text(4),
    scan: text(100),
    do: text(8),
    remove: text(4),
    pick_item: text(40),
  },
  ...{ add_order: text(40), more: text(4), sheet: text(4), columns: text(4) },
}
const patterns = {
  ...strict,
  // Every line may hold a grid of pieces: more than one sends is never asked for.
  maxProperties: 30 + mostLines * 18 + 500 * pieceCells.length * 4,
  patternProperties: { [linePattern]: Type.String({ maxLength: 200 }) },
}
// A browser sends the field of a supplier's list with every press, empty but for the one that reads it.
const body = Type.Object({ ...fields, file: Type.Optional(Type.Unknown()) }, patterns)
const config = { permission: 'purchase.receive' } as const
const multipartOptions = { limits: { fileSize: mostBytes + 1, fields: 30_000 }, throwFileSizeLimit: false }
const bodyLimit = 4 * 1024 * 1024

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(pressRoutes, deps)
  await app.register(sheetRoutes, deps)
  await app.register(writingRoutes, deps)
}

/** The form as it stands, with what is wrong with it and what a scan found. */
const showing =
  ({ db }: Pick<Deps, 'db'>) =>
  async (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Typed,
    { errors = {}, found = nothingFound }: { errors?: FieldErrors; found?: Found } = {},
  ) => {
    const { businessId, business } = acting(request)
    const loaded = await inBusiness(db, businessId, (tx) => loadMaking(tx, businessId, typed))
    const of = { ...loaded, typed, errors, found, canCost: can(business.role, 'item.cost') }
    return reply.page('goods-receipts/new', newReceiptView({ t: reply.t, locale: request.locale }, of))
  }

const pressRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = showing({ db })

  app.get('/purchases/receipts/new', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { party_id, party = party_id, order, again } = request.query
    if (again !== '') {
      const sent = await inBusiness(db, businessId, (tx) => sentBefore(tx, businessId, again))
      return show(request, reply, sent)
    }
    const today = todayIn(clock(), business.zone)
    const asked = { party: party || party_id, order, branchId: business.branchId, today }
    const typed = await inBusiness(db, businessId, (tx) => beginReceipt(tx, businessId, asked))
    if (typed) return show(request, reply, typed)
    const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, '', 'suppliers'))
    const to = '/purchases/receipts/new'
    const newHref = `/parties/new?to=${encodeURIComponent(to)}`
    const picks = picksView(reply.t, rows, 'party')
    return reply.page('parties/picks', { q: '', to, newHref, backHref: '/purchases/receipts', picks })
  })

  // Each press but the last: what stands in the form is kept, and nothing is written.
  app.post('/purchases/receipts/lines', { schema: { body }, bodyLimit, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { do: pressed, remove, pick_item, add_order, more } = request.body
    const typed = withoutPresses(request.body)
    const today = todayIn(clock(), business.zone)
    if (remove !== '') return show(request, reply, withoutRow(typed, Number(remove)))
    if (more !== '') return show(request, reply, withMore(typed, Number(more)))
    const press = await inBusiness(db, businessId, async (tx): Promise<{ typed: Typed; found: Found }> => {
      if (pick_item !== '') return picked(tx, businessId, typed, { itemId: pick_item, today })
      const words = (typed['scan'] ?? '').trim()
      if (pressed === 'scan' && words !== '') return scanned(tx, businessId, typed, { words, today })
      const { awaited } = await loadMaking(tx, businessId, typed)
      const next = add_order !== '' ? withOrder(typed, awaited, add_order) : typed
      return { typed: pressed === 'all' ? allCame(next, awaited) : next, found: nothingFound }
    })
    const isUnknown = press.found.words !== '' && press.found.items.length === 0
    return show(request, isUnknown ? reply.code(422) : reply, press.typed, { found: press.found })
  })
}

/** A supplier's list, and the columns of one that were not known by themselves. */
const sheetRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = showing({ db })

  app.post(
    '/purchases/receipts/sheet',
    {
      schema: { body },
      bodyLimit: mostBytes + bodyLimit,
      onRequest: rememberName,
      config: { ...config, multipartOptions },
    },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { file, ...rest } = request.body
      const typed = withoutPresses(rest)
      const row = Number(request.body.sheet)
      try {
        // Every list of pieces has a field of its own: that of the others is sent empty.
        const sent = [file].flat().find((one) => Buffer.isBuffer(one) && one.length > 0)
        if (!Buffer.isBuffer(sent)) throw new Refusal('goodsReceipts.sheet.noFile')
        const read = { id: newId(), fileName: fileNameOf(request), file: await readFile(sent) }
        const kept = await inBusiness(db, businessId, async (tx) => {
          const { id: partyId } = await findParty(tx, businessId, typed['party_id'] ?? '')
          return keepSheet(tx, businessId, { ...read, ...placeOf(typed, partyId, row) }, actorOf(request, clock))
        })
        return show(request, isRead(kept) ? reply : reply.code(422), withSheet(typed, row, kept))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const said: Said = { key: error.key, values: error.values }
        return show(request, reply.code(422), typed, { errors: { [nameOf(row, 'received')]: said } })
      }
    },
  )

  app.post('/purchases/receipts/columns', { schema: { body }, bodyLimit, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const typed = withoutPresses(request.body)
    const row = Number(request.body.columns)
    const id = typed[nameOf(row, 'sheet')] ?? ''
    const sheet = { ...placeOf(typed, typed['party_id'] ?? '', row), id, columns: chosenColumns(typed, row) }
    const kept = await inBusiness(db, businessId, (tx) => mapSheet(tx, businessId, sheet, actorOf(request, clock)))
    return show(request, isRead(kept) ? reply : reply.code(422), withSheet(typed, row, kept))
  })
}

const placeOf = (typed: Typed, partyId: string, row: number): SheetPlace => ({
  formId: typed['id'] ?? '',
  partyId,
  row,
})
const isRead = ({ columns }: KeptSheet): boolean => columns.gross !== undefined

/** What was typed, without what was pressed. */
function withoutPresses(body: Record<string, unknown>): Typed {
  const fields = Object.entries(body).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  )
  return Object.fromEntries(fields.filter(([name]) => !presses.has(name)))
}
const presses: ReadonlySet<string> = new Set([
  ...['do', 'remove', 'pick_item', 'add_order', 'more', 'sheet', 'columns', 'file', '_csrf'],
])

const writingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = showing({ db })

  app.post('/purchases/receipts', { schema: { body }, bodyLimit, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { scan, ...rest } = request.body
    const typed = withoutPresses(rest)
    // A scanner ends with Enter: what it read is counted, and the receipt is not sent by it.
    if (scan.trim() !== '') {
      const today = todayIn(clock(), business.zone)
      const words = scan.trim()
      const press = await inBusiness(db, businessId, (tx) => scanned(tx, businessId, typed, { words, today }))
      const isUnknown = press.found.words !== '' && press.found.items.length === 0
      return show(request, isUnknown ? reply.code(422) : reply, press.typed, { found: press.found })
    }
    const [today, canCost] = [todayIn(clock(), business.zone), can(business.role, 'item.cost')]
    const read = await inBusiness(db, businessId, (tx) => readReceipt(tx, businessId, typed, { today, canCost }))
    if (!read.ok) return show(request, reply.code(422), typed, { errors: read.errors })
    const { request: asked, rows } = read.value
    const mayBackdate = can(business.role, 'books.backdate')
    const own = business.branchId ?? null
    const whole = { ...asked, branchId: asked.branchId ?? own }
    const actor = actorOf(request, clock)
    try {
      if (read.inLists > 0) {
        await inBusiness(db, businessId, (tx) => refuseReceipt(tx, businessId, whole, actor, { mayBackdate }))
        const receipt = { typed, branchId: own, zone: business.zone, canCost, mayBackdate }
        const job = await inBusiness(db, businessId, (tx) =>
          startReceipt(tx, businessId, { receipt, pieces: read.inLists }, actor),
        )
        return goTo(reply, `/jobs/${job}`)
      }
      const { number } = await inBusiness(db, businessId, (tx) =>
        receiveGoods(tx, businessId, whole, actor, { mayBackdate }),
      )
      request.session.flash = { key: 'goodsReceipts.made', values: { number } }
      return goTo(reply, `/purchases/receipts/${asked.id}`)
    } catch (error) {
      const errors = errorsOf(error, rows)
      if (!errors || !(error instanceof Refusal)) throw error
      return show(request, reply.code(error.status), typed, { errors })
    }
  })
}

const withMore = (typed: Typed, row: number): Typed => ({
  ...typed,
  [nameOf(row, 'rows')]: String(pieceRows(typed, row).length + 10),
})

/** Each reason at its field: the command counts lines, the form has rows. Undefined for what is no reason. */
function errorsOf(error: unknown, rows: readonly number[]): FieldErrors | undefined {
  if (error instanceof ReceiptRefused) {
    const said = error.reasons.flatMap(({ key, values = {}, field }: ReceiptSays) =>
      isWordKey(key) ? [[fieldOf(field, rows), { key, values }] as const] : [],
    )
    return Object.fromEntries(said)
  }
  if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') return undefined
  return { scan: { key: error.key, values: error.values } }
}

const fieldOf = (field: string, rows: readonly number[]): string =>
  field.replace(/^lines\.(\d+)\./, (_all, at) => `lines.${rows[Number(at)] ?? at}.`)
