import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { addDays, type IsoDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { milli } from '../../../core/quantity.ts'
import { shortOf } from '../../../core/reorder.ts'
import { mg, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listBranches } from '../../items/index.ts'
import { usualLead } from '../reckoning/reckoning.commands.ts'
import { type KnownOfLine, orderAll, type WantedLine } from '../suggesting/ordering.commands.ts'
import { listNames, listSuppliers } from '../suggesting/suggesting.queries.ts'
import { said } from '../suggesting/suggesting.routes.ts'
import { setRange } from './jewellery.commands.ts'
import { listArticles, listRanges, mostRanges, type RangeRow } from './jewellery.queries.ts'
import { jewelleryView, middleOf, rangeText, type TypedRanges } from './jewellery.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const strict = { additionalProperties: false }
const rangeBody = Type.Object(
  { item: text(40), branch: text(40), from: text(20), to: text(20), target: text(5) },
  strict,
)
const orderBody = Type.Object(
  { id: Type.String({ pattern: `^${uuid}$` }) },
  {
    ...strict,
    maxProperties: mostRanges * 3 + 2,
    patternProperties: { [`^(take|pieces|supplier)\\.${uuid}\\.${uuid}\\.\\d{1,12}$`]: Type.String({ maxLength: 40 }) },
  },
)
const soldDays = 90

/** Pieces against what the shop wants of each article in each range of weight. */
export const jewelleryRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { typed = {}, errors = {} }: { typed?: TypedRanges; errors?: FieldErrors } = {},
  ) => {
    const { businessId, business } = acting(request)
    const loaded = await inBusiness(db, businessId, (tx) => load(tx, businessId, todayIn(clock(), business.zone)))
    const rights = { canOrder: can(business.role, 'purchase.order') }
    return reply.page('reordering/jewellery', jewelleryView(reply.t, loaded, { typed, errors, ...rights }))
  }

  app.get('/reorder/jewellery', { config: { permission: 'purchase.view' } }, (request, reply) => show(request, reply))

  const config = { permission: 'purchase.order' } as const
  app.post('/reorder/jewellery/ranges', { schema: { body: rangeBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const typed = request.body
    const [from, to, target] = [parseGrams(typed.from), parseGrams(typed.to), Number(typed.target)]
    const errors: Record<string, Said> = {}
    if (!isId(typed.item)) errors['item'] = { key: 'reorder.refusal.article' }
    if (from === undefined || from < 0n) errors['from'] = { key: 'counter.weight.wrong' }
    if (to === undefined || to <= (from ?? 0n) || to > 100_000_000n) errors['to'] = { key: 'reorder.refusal.range' }
    if (!(Number.isInteger(target) && target >= 0 && target <= 9999))
      errors['target'] = { key: 'fields.number.range', values: { min: 0, max: 9999 } }
    if (Object.keys(errors).length > 0 || from === undefined || to === undefined)
      return show(request, reply.code(422), { typed, errors })
    try {
      await inBusiness(db, businessId, async (tx) => {
        const branchId = isId(typed.branch) ? typed.branch : ((await listBranches(tx, businessId))[0]?.id ?? '')
        await setRange(tx, businessId, { itemId: typed.item, branchId, from, to, target }, actorOf(request, clock))
      })
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return show(request, reply.code(error.status), {
        typed,
        errors: { from: { key: error.key, values: error.values } },
      })
    }
    request.session.flash = { key: 'shell.saved' }
    return goTo(reply, '/reorder/jewellery')
  })

  app.post('/reorder/jewellery', { schema: { body: orderBody }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed: TypedRanges = { ...request.body }
    const today = todayIn(clock(), business.zone)
    const lines = linesOf(typed)
    const errors: Record<string, Said> = Object.fromEntries(lines.flatMap(({ errors: own }) => own))
    if (lines.length === 0) errors['do'] = { key: 'reorder.refusal.nothing' }
    if (Object.keys(errors).length > 0) return show(request, reply.code(422), { typed, errors })
    const wanted = { id: request.body.id, lines: lines.map(({ line }) => line) }
    const isOwner = business.role === 'owner'
    try {
      const made = await inBusiness(db, businessId, (tx) =>
        orderAll(tx, businessId, wanted, actorOf(request, clock), {
          today,
          isOwner,
          knownOf: short(businessId, today),
        }),
      )
      return said(request, reply, made)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const because = { do: { key: error.key, values: error.values } }
      return show(request, reply.code(error.status), { typed, errors: because })
    }
  })
}

/** What is ticked. */
function linesOf(typed: TypedRanges): { line: WantedLine; errors: [string, Said][] }[] {
  const rows = Object.keys(typed).flatMap((name) => (name.startsWith('take.') ? [name.slice('take.'.length)] : []))
  return rows.map((row) => {
    const [itemId = '', branchId = '', from = '0'] = row.split('.')
    const pieces = Number(typed[`pieces.${row}`] ?? '')
    const supplierId = (typed[`supplier.${row}`] ?? '').trim()
    const isFit = Number.isInteger(pieces) && pieces > 0 && pieces <= 9999
    const errors: [string, Said][] = [
      ...(isFit
        ? []
        : [[`pieces.${row}`, { key: 'fields.number.range', values: { min: 1, max: 9999 } }] as [string, Said]]),
      ...(isId(supplierId) ? [] : [[`supplier.${row}`, { key: 'reorder.refusal.supplier' }] as [string, Said]]),
    ]
    const quantity = milli(BigInt(isFit ? pieces : 0) * 1000n)
    return { line: { itemId, branchId, supplierId, quantity, range: BigInt(from) }, errors }
  })
}

/** A line weighs as many pieces of the middle of its range. */
function short(businessId: string, today: IsoDate) {
  let ranges: RangeRow[] | undefined
  return async (tx: Tx, line: WantedLine): Promise<KnownOfLine | undefined> => {
    ranges ??= await listRanges(tx, businessId, { since: addDays(today, -soldDays), branchId: undefined })
    const { itemId, branchId, range: from, quantity } = line
    const range = ranges.find((one) => one.itemId === itemId && one.branchId === branchId && one.from === from)
    if (!range || shortOf(range) === 0) return undefined
    const weight = mg((quantity / 1000n) * middleOf(range))
    return { days: range.leadDays ?? usualLead, weight, note: rangeText(range) }
  }
}

async function load(tx: Tx, businessId: string, today: IsoDate) {
  const ranges = await listRanges(tx, businessId, { since: addDays(today, -soldDays), branchId: undefined })
  const [articles, branches, suppliers] = [
    await listArticles(tx, businessId),
    await listBranches(tx, businessId),
    await listSuppliers(tx, businessId),
  ]
  const own = [...new Set(ranges.flatMap(({ supplierId }) => (supplierId === null ? [] : [supplierId])))]
  const names = await listNames(tx, businessId, own)
  const all = [...new Map([...suppliers, ...names].map((one) => [one.id, one])).values()]
  return { ranges, articles, branches, suppliers: all }
}
