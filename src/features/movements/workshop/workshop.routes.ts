import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import { type Mct, type Mg, mct, mg, parseCarats, parseGrams } from '../../../core/weight.ts'
import { isId, newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors, Parsed } from '../../../words/parsed.ts'
import { findGoods, findMade } from '../goods/goods.find.ts'
import { LineRefused } from '../goods/goods.taking.ts'
import { parseLines, typedLines, withLine, withoutLine } from '../making/lines.form.ts'
import { loadForm } from '../making/making.queries.ts'
import { type Typed, text, uuid } from '../movements.schema.ts'
import { parseOuts, typedOuts, withOut, withoutOut } from './outs.form.ts'
import { type WorkshopRequest, workAtBench } from './workshop.commands.ts'
import { MadeRefused } from './workshop.makes.ts'
import { workshopView } from './workshop.views.ts'

const query = Type.Object({ add: Type.Optional(text(100)) }, { additionalProperties: false })
const body = Type.Object(
  {
    ...{ id: uuid, branch: text(40), note: text(500), scan: text(100), scan_out: text(100) },
    ...{ remove: text(4), remove_out: text(4) },
    ...{ loss: text(30), lost_stones: text(30), loss_cost: text(30), extra: text(30) },
  },
  {
    additionalProperties: false,
    patternProperties: {
      '^lines\\.\\d{1,3}\\.(ref|quantity|gross|net|pieces|batch)$': Type.String({ maxLength: 60 }),
      '^outs\\.\\d{1,2}\\.(ref|quantity|gross|net|pieces|carat|stone|rate|other|cost|size|counter|huid|number|expires)$':
        Type.String({ maxLength: 60 }),
    },
  },
)
const config = { permission: 'stock.move' } as const

/** Goods made into others at the bench: begun, filled by scan, done. */
export const workshopRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Typed,
    { errors = {}, at = 'scan' }: { errors?: FieldErrors; at?: 'scan' | 'scan_out' } = {},
  ) => {
    const { businessId, business } = acting(request)
    const refs = [
      ...typedLines(typed).map(({ ref }) => ref),
      ...typedOuts(typed).map(({ ref: { kind, id } }) => ({ kind: kind === 'lot' ? kind : ('item' as const), id })),
    ]
    const branchId = typed['branch'] || (business.branchId ?? '')
    const facts = await inBusiness(db, businessId, (tx) => loadForm(tx, businessId, { branchId, partyId: '', refs }))
    const view = workshopView({ t: reply.t, locale: request.locale }, { ...facts, typed, errors, at })
    return reply.page('movements/workshop', view)
  }

  /** What both fields of the form ask to be added; what nothing fits stays in its field. */
  const added = (request: FastifyRequest, { scan = '', scan_out = '', ...typed }: Typed) => {
    const { businessId, business } = acting(request)
    return inBusiness(db, businessId, async (tx) => {
      const asked = { branchId: typed['branch'] || (business.branchId ?? ''), partyId: '', refs: [] }
      const { branchId } = await loadForm(tx, businessId, asked)
      return addBoth(tx, businessId, { typed, branchId, scan: scan.trim(), scan_out: scan_out.trim() })
    })
  }

  app.get('/stock/workshop/new', { schema: { querystring: query }, config }, async (request, reply) => {
    const { typed, errors } = await added(request, { id: newId(), scan: request.query.add ?? '' })
    return show(request, reply, typed, { errors })
  })

  app.post('/stock/workshop/lines', { schema: { body }, config }, async (request, reply) => {
    const { remove, remove_out, ...rest } = request.body
    if (remove !== '') return show(request, reply, withoutLine(rest, remove))
    if (remove_out !== '') return show(request, reply, withoutOut(rest, remove_out))
    const { typed, errors } = await added(request, rest)
    const at = rest.scan_out.trim() === '' ? 'scan' : 'scan_out'
    return show(request, reply.code(Object.keys(errors).length > 0 ? 422 : 200), typed, { errors, at })
  })

  app.post('/stock/workshop', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { remove: _remove, remove_out: _out, scan: _scan, scan_out: _scanned, ...typed } = request.body
    const today = todayIn(clock(), business.zone)
    const parsed = parseWorkshop(typed, today)
    if (!parsed.ok) return show(request, reply.code(422), typed, { errors: parsed.errors })
    const { asked, rows, outRows } = parsed.value
    try {
      await inBusiness(db, businessId, (tx) => workAtBench(tx, businessId, asked, actorOf(request, clock), today))
      request.session.flash = { key: 'movements.workshop.done' }
      return goTo(reply, `/stock/workshop/${asked.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const field = fieldOf(error, rows, outRows)
      const errors = { [field]: { key: error.key, values: error.values } }
      return show(request, reply.code(error.status), typed, { errors })
    }
  })
}

async function addBoth(
  tx: Tx,
  businessId: string,
  { typed, branchId, scan, scan_out }: { typed: Typed; branchId: string; scan: string; scan_out: string },
): Promise<{ typed: Typed; errors: Record<string, Said> }> {
  const errors: Record<string, Said> = {}
  let next = typed
  if (scan !== '') {
    const found = await findGoods(tx, businessId, { typed: scan, branchId })
    if ('wrong' in found) errors['scan'] = found.wrong
    next = 'wrong' in found ? { ...next, scan } : withLine(next, found.ref)
  }
  if (scan_out !== '') {
    const found = await findMade(tx, businessId, { typed: scan_out, branchId })
    if ('wrong' in found) errors['scan_out'] = found.wrong
    next = 'wrong' in found ? { ...next, scan_out } : withOut(next, found.ref)
  }
  return { typed: next, errors }
}

/** What is wrong stands at its own row of the form, counted as it was typed. */
function fieldOf(error: Refusal, rows: readonly number[], outRows: readonly number[]): string {
  if (error instanceof LineRefused) return `lines.${rows[error.line] ?? 0}.quantity`
  if (!(error instanceof MadeRefused)) return 'scan'
  return error.field.replace(/^outs\.(\d+)/, (_, at: string) => `outs.${outRows[Number(at)] ?? 0}`)
}

function parseWorkshop(
  typed: Typed,
  today: IsoDate,
): Parsed<{ asked: WorkshopRequest; rows: readonly number[]; outRows: readonly number[] }> {
  const { lines, rows, errors: wrongLines } = parseLines(typed)
  const { makes, rows: outRows, errors: wrongOuts } = parseOuts(typed, today)
  const errors: Record<string, Said> = { ...wrongLines, ...wrongOuts }
  const of = (name: string) => (typed[name] ?? '').trim()
  if (!isId(of('branch'))) errors['branch'] = { key: 'movements.refusal.noBranch' }
  const read = <Value>(name: string, value: Value | undefined, empty: Value, said: Said): Value => {
    if (of(name) === '') return empty
    if (value === undefined) errors[name] = said
    return value ?? empty
  }
  const weight = { key: 'counter.weight.wrong' } as const
  const loss = read<Mg>('loss', parseGrams(of('loss')), mg(0n), weight)
  const lostStones = read<Mct>('lost_stones', parseCarats(of('lost_stones')), mct(0n), weight)
  const money = { key: 'fields.amount.notNegative' } as const
  const lossCost = read<Paise | null>('loss_cost', noLess(parseRupees(of('loss_cost'))), null, money)
  const extra = read<Paise>('extra', noLess(parseRupees(of('extra'))), zero, money)
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const head = { id: of('id'), branchId: of('branch'), note: of('note') }
  const goods = lines.map(({ way: _way, reason: _reason, ...line }) => line)
  return {
    ok: true,
    value: { asked: { ...head, lines: goods, makes, loss, lostStones, lossCost, extra }, rows, outRows },
  }
}

const noLess = (amount: Paise | undefined): Paise | undefined =>
  amount !== undefined && amount < 0n ? undefined : amount
