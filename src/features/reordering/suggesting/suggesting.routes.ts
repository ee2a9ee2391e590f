import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listBranches } from '../../items/index.ts'
import { readKept } from './keeping.commands.ts'
import { listRows, listSums } from './kept.queries.ts'
import { type KnownOfLine, type Made, orderAll, type WantedLine } from './ordering.commands.ts'
import { mostShown, parseOrdering, rowFields, rowOf, type TypedRows } from './suggesting.form.ts'
import { partsOf } from './suggesting.groups.ts'
import { listSellers, listSuppliers, suggestionsOf } from './suggesting.queries.ts'
import { suggestingView } from './suggesting.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const strict = { additionalProperties: false }
const querystring = Type.Object({ branch: text(40), supplier: text(40), from: text(6) }, strict)
const body = Type.Object(
  { id: Type.String({ pattern: `^${uuid}$` }), do: text(40) },
  {
    ...strict,
    maxProperties: mostShown * rowFields.length + 3,
    patternProperties: { [`^(${rowFields.join('|')})\\.${uuid}\\.${uuid}$`]: Type.String({ maxLength: 40 }) },
  },
)

interface Asked {
  branch: string
  supplier: string
  from: string
}

/** What to order now, by supplier: a press makes the orders. */
export const suggestingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Asked,
    { typed = {}, errors = {} }: { typed?: TypedRows; errors?: FieldErrors } = {},
  ) => {
    const { businessId, business } = acting(request)
    const at = clock()
    const now = { today: todayIn(at, business.zone), at }
    const loaded = await inBusiness(db, businessId, (tx) => load(tx, businessId, asked, now), { keepsPlans: true })
    const rights = { canOrder: can(business.role, 'purchase.order'), isJeweller: business.kind === 'jeweller' }
    const reader = {
      t: reply.t,
      locale: request.locale,
      zone: business.zone,
      at,
      seesCost: can(business.role, 'item.cost'),
    }
    return reply.page('reordering/suggestions', suggestingView(reader, loaded, { asked, typed, errors, ...rights }))
  }

  app.get('/reorder', { schema: { querystring }, config: { permission: 'purchase.view' } }, (request, reply) =>
    show(request, reply, request.query),
  )

  app.post(
    '/reorder',
    { schema: { querystring, body }, config: { permission: 'purchase.order' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const typed: TypedRows = { ...request.body }
      const parsed = parseOrdering(typed)
      if (!parsed.ok) return show(request, reply.code(422), request.query, { typed, errors: parsed.errors })
      const today = todayIn(clock(), business.zone)
      const of = { today, isOwner: business.role === 'owner' }
      try {
        const made = await inBusiness(db, businessId, (tx) => {
          const knownOf = suggested(businessId, parsed.value.lines)
          return orderAll(tx, businessId, parsed.value, actorOf(request, clock), { ...of, knownOf })
        })
        return said(request, reply, made)
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
        const errors = { do: { key: error.key, values: error.values } }
        return show(request, reply.code(error.status), request.query, { typed, errors })
      }
    },
  )
}

/** Where one order was made it is shown, to be sent; of several their numbers are told. */
export function said(request: FastifyRequest, reply: FastifyReply, made: readonly Made[]) {
  const [first] = made
  if (first && made.length === 1) {
    const key = first.isWaiting ? 'purchaseOrders.madeWaiting' : 'purchaseOrders.made'
    request.session.flash = { key, values: { number: first.number } }
    return goTo(reply, `/purchases/orders/${first.id}`)
  }
  const numbers = made.map(({ number }) => number).join(', ')
  request.session.flash = { key: 'reorder.made', values: { count: made.length, numbers } }
  return goTo(reply, '/purchases/orders')
}

/** What is suggested of these lines is looked up once, in the transaction that orders them. */
function suggested(businessId: string, lines: readonly WantedLine[]) {
  let days: Map<string, number> | undefined
  return async (tx: Tx, line: WantedLine): Promise<KnownOfLine | undefined> => {
    const itemIds = [...new Set(lines.map(({ itemId }) => itemId))]
    days ??= new Map((await suggestionsOf(tx, businessId, itemIds)).map((one) => [rowOf(one), one.leadDays]))
    const found = days.get(rowOf(line))
    return found === undefined ? undefined : { days: found, weight: mg(0n), note: '' }
  }
}

async function load(tx: Tx, businessId: string, { branch, supplier, from }: Asked, now: { today: IsoDate; at: Date }) {
  const branchId = isId(branch) ? branch : undefined
  const [sums, suppliers, branches] = await readKept(tx, businessId, now, () =>
    together([listSums(tx, businessId, branchId), listSuppliers(tx, businessId), listBranches(tx, businessId)]),
  )
  const parts = partsOf(sums, { supplier, from: /^\d+$/.test(from) ? Number(from) : 0 })
  const rows = await listRows(tx, businessId, branchId, parts)
  const sellers = await listSellers(tx, businessId, [...new Set(rows.map(({ itemId }) => itemId))])
  const bySupplier = Map.groupBy(rows, ({ supplierId }) => (supplierId === businessId ? '' : supplierId))
  const groups = parts.map((part) => ({ ...part, rows: bySupplier.get(part.supplierId) ?? [] }))
  const count = sums.reduce((sum, one) => sum + one.count, 0)
  const own = sums.flatMap(({ supplierId, name }) => (supplierId === '' ? [] : [{ id: supplierId, name }]))
  return { count, groups, suppliers: merged(suppliers, own), sellers, branches }
}

/** Who supplies something of the page can be chosen, even where there are more suppliers than a list bears. */
const merged = (all: readonly { id: string; name: string }[], own: readonly { id: string; name: string }[]) =>
  [...new Map([...all, ...own].map((one) => [one.id, one])).values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
