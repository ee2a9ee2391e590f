import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, parseExpiry, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { parseRupees, zero } from '../../../core/money.ts'
import { milli, parseQuantity } from '../../../core/quantity.ts'
import { isId, newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { shownValues } from '../../../words/format.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors, Parsed } from '../../../words/parsed.ts'
import { LineRefused } from '../goods/goods.taking.ts'
import { loadForm } from '../making/making.queries.ts'
import { type Typed, text, uuid } from '../movements.schema.ts'
import { BringRefused, type GivenBatch } from './kits.batches.ts'
import { type KitRequest, workKits } from './kits.commands.ts'
import { findKit } from './kits.queries.ts'
import { sidesOf } from './kits.rules.ts'
import { mostParts } from './kits.views.ts'
import { assemblyView } from './working.views.ts'

const way = Type.Enum(['make', 'break'], { default: 'make' })
const query = Type.Object({ kit: text(40), way }, { additionalProperties: false })
const body = Type.Object(
  {
    ...{ id: uuid, kit: Type.String({ format: 'uuid' }), way, branch: text(40) },
    ...{ kits: text(20), extra: text(30), note: text(500) },
  },
  {
    additionalProperties: false,
    patternProperties: { '^(out|in)\\.\\d{1,2}\\.(batch|number|expires)$': Type.String({ maxLength: 60 }) },
  },
)
const config = { permission: 'stock.move' } as const

/** Kits made and broken. */
export const workingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, errors: FieldErrors = {}) => {
    const { businessId } = acting(request)
    const kitId = typed['kit'] ?? ''
    const view = await inBusiness(db, businessId, async (tx) => {
      const kit = await findKit(tx, businessId, kitId)
      const { goes } = sidesOf(kit, wayOf(typed), milli(1000n))
      const refs = goes.map(({ itemId }) => ({ kind: 'item' as const, id: itemId }))
      const facts = await loadForm(tx, businessId, { branchId: typed['branch'] ?? '', partyId: '', refs })
      const { branches, branchId, goods } = facts
      const of = { kit, branches, branchId, batches: goods.batches, way: wayOf(typed), typed, errors }
      return assemblyView({ t: reply.t, locale: request.locale }, of)
    })
    return reply.page('movements/assembly', view)
  }

  app.get('/stock/assemblies/new', { schema: { querystring: query }, config }, (request, reply) => {
    const { business } = acting(request)
    const { kit, way } = request.query
    if (!isId(kit)) return goTo(reply, '/stock/kits')
    return show(request, reply, { id: newId(), kit, way, kits: '1', branch: business.branchId ?? '' })
  })

  app.post('/stock/assemblies', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed = request.body
    const today = todayIn(clock(), business.zone)
    const parsed = parseWork(typed, today)
    if (!parsed.ok) return show(request, reply.code(422), typed, parsed.errors)
    const asked = parsed.value
    try {
      await inBusiness(db, businessId, (tx) => workKits(tx, businessId, asked, actorOf(request, clock), today))
      request.session.flash = { key: asked.way === 'make' ? 'movements.assembly.made' : 'movements.assembly.broken' }
      return goTo(reply, `/stock/assemblies/${asked.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const said = { key: error.key, values: shownValues(request.locale, error.values) }
      return show(request, reply.code(error.status), typed, saidAt(error, said))
    }
  })
}

const wayOf = (typed: Typed): KitRequest['way'] => (typed['way'] === 'break' ? 'break' : 'make')

/** What of a batch cannot be is said at the batch, all else at the count. */
function saidAt(error: Refusal, said: Said): Record<string, Said> {
  if (error instanceof BringRefused) return { [`in.${error.row}.expires`]: said }
  if (!(error instanceof LineRefused)) return { kits: said }
  if (error.key === 'movements.refusal.noBatch') return { [`out.${error.line}.batch`]: said }
  if (error.key !== 'movements.refusal.batchShort') return { kits: said }
  return { [`out.${error.line}.batch`]: { ...said, key: 'movements.refusal.kitBatchShort' } }
}

function parseWork(typed: Typed, today: IsoDate): Parsed<KitRequest> {
  const errors: Record<string, Said> = {}
  const of = (name: string) => (typed[name] ?? '').trim()
  const kits = parseQuantity(of('kits'))
  if (kits === undefined || kits <= 0n) errors['kits'] = { key: 'movements.refusal.noQuantity' }
  const extra = of('extra') === '' ? zero : parseRupees(of('extra'))
  if (extra === undefined || extra < 0n) errors['extra'] = { key: 'fields.amount.notNegative' }
  if (!isId(of('branch'))) errors['branch'] = { key: 'movements.refusal.noBranch' }
  const rows = Array.from({ length: mostParts }, (_, row) => row)
  const takes = rows.map((row) => (isId(of(`out.${row}.batch`)) ? of(`out.${row}.batch`) : null))
  const brings = rows.map((row) => broughtOf(of, { row, today, errors }))
  if (kits === undefined || extra === undefined || Object.keys(errors).length > 0) return { ok: false, errors }
  const head = { id: of('id'), kitId: of('kit'), way: wayOf(typed), branchId: of('branch') }
  return { ok: true, value: { ...head, kits, extra, note: of('note'), takes, brings } }
}

function broughtOf(
  of: (name: string) => string,
  { row, today, errors }: { row: number; today: IsoDate; errors: Record<string, Said> },
): GivenBatch | null {
  const [number, expires] = [of(`in.${row}.number`), of(`in.${row}.expires`)]
  const expiresOn = expires === '' ? null : parseExpiry(expires, today)
  if (expiresOn === undefined) errors[`in.${row}.expires`] = { key: 'fields.date' }
  if (number === '' && expires !== '') errors[`in.${row}.number`] = { key: 'movements.refusal.noBatchNumber' }
  return number === '' ? null : { number, expiresOn: expiresOn ?? null }
}
