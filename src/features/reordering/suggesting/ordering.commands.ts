import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { addDays, type IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { createPurchaseOrder, listOrderable, type PurchaseOrderRequest } from '../../purchase-orders/index.ts'

export interface WantedLine {
  readonly itemId: string
  readonly branchId: string
  readonly supplierId: string
  readonly quantity: Milli
  /** Which of several lines of the same item it is: where its range of weight begins. */
  readonly range?: bigint
}

export interface KnownOfLine {
  /** In how many days the goods can be here. */
  readonly days: number
  /** Zero where it is not ordered by weight. */
  readonly weight: Mg
  readonly note: string
}

export interface Wanted {
  /** Of the form: the same id again answers with the orders that it made. */
  readonly id: string
  readonly lines: readonly WantedLine[]
}

export interface Made {
  id: string
  number: string
  isWaiting: boolean
}

export interface OrderingOf {
  readonly today: IsoDate
  readonly isOwner: boolean
  /** What is known of a line beside what was asked; undefined where it needs no order any more. */
  readonly knownOf: (tx: Tx, line: WantedLine) => Promise<KnownOfLine | undefined>
}

/**
 * One order for each supplier and branch. Who orders waits for whoever orders just now, so that two presses never order the
 * same goods twice. Throws Refusal 409 where a line needs no order any more, or the id was used for others.
 */
export async function orderAll(
  tx: Tx,
  businessId: string,
  { id, lines: wanted }: Wanted,
  actor: Actor,
  { today, isOwner, knownOf }: OrderingOf,
): Promise<Made[]> {
  await named(tx, oneAtATime, [businessId])
  const made: Made[] = []
  for (const part of partsOf(wanted)) {
    const orderId = idOf(id, part.name)
    const there = await madeBefore(tx, businessId, orderId, part.lines)
    if (there) {
      made.push({ id: orderId, ...there })
      continue
    }
    const lines: KnownLine[] = []
    for (const line of part.lines) {
      const known = await knownOf(tx, line)
      if (!known) throw new Refusal('reorder.refusal.ordered', {}, 409)
      lines.push({ ...line, ...known })
    }
    const request = await requestOf(tx, businessId, { id: orderId, lines, today })
    made.push({ id: orderId, ...(await createPurchaseOrder(tx, businessId, request, actor, { today, isOwner })) })
  }
  return made
}

interface Part {
  name: string
  lines: WantedLine[]
}

/** As many lines as one order has; suppliers by their id, in which order they are locked. */
const mostLines = 100

function partsOf(lines: readonly WantedLine[]): Part[] {
  const parts = new Map<string, WantedLine[]>()
  for (const line of lines) {
    const name = `${line.supplierId} ${line.branchId}`
    parts.set(name, [...(parts.get(name) ?? []), line])
  }
  return [...parts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, of]) =>
      Array.from({ length: Math.ceil(of.length / mostLines) }, (_, i) => ({
        name: `${name} ${i}`,
        lines: of.slice(i * mostLines, (i + 1) * mostLines),
      })),
    )
}

/** The id of an order of this form: the same for the same supplier and branch, and shaped as every id is. */
function idOf(formId: string, part: string): string {
  const hash = createHash('sha256').update(`${formId} ${part}`).digest('hex')
  return `${formId.slice(0, 13)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}

async function madeBefore(
  tx: Tx,
  businessId: string,
  id: string,
  lines: readonly WantedLine[],
): Promise<Omit<Made, 'id'> | undefined> {
  const [there] = await named<{ number: string; state: string; lines: string[] }>(tx, orderThere, [businessId, id])
  if (!there) return undefined
  const asked = lines.map(({ itemId, quantity }) => `${itemId} ${quantity}`)
  if (asked.join() !== there.lines.join()) throw new Refusal('sales.refusal.otherBody', {}, 409)
  return { number: there.number, isWaiting: there.state === 'waiting' }
}

type KnownLine = WantedLine & KnownOfLine

interface RequestOf {
  id: string
  lines: readonly KnownLine[]
  today: IsoDate
}

async function requestOf(tx: Tx, businessId: string, of: RequestOf): Promise<PurchaseOrderRequest> {
  const { id, lines, today } = of
  const { supplierId: partyId = '', branchId } = lines[0] ?? {}
  const itemIds = lines.map(({ itemId }) => itemId)
  const items = await listOrderable(tx, businessId, itemIds, { partyId, branchId, onDate: today })
  const expected = lines.map(({ days }) => addDays(today, days))
  return {
    ...{ id, partyId, branchId, terms: '', note: '' },
    expectedOn: expected.toSorted().at(-1) ?? today,
    ...{ salesOrderId: undefined, copiedFromId: undefined, replacesId: undefined },
    lines: lines.map(({ itemId, quantity, weight, note }, row) => {
      const { theirPrice, purchasePrice } = items.get(itemId) ?? {}
      const price = theirPrice !== undefined && theirPrice > 0n ? theirPrice : purchasePrice
      if (price === undefined) throw new Refusal('reorder.refusal.ordered', {}, 409)
      return {
        ...{ row, itemId, quantity, price, weight, note },
        ...{ expectedOn: expected[row] ?? today, theirName: '', theirCode: '' },
      }
    }),
  }
}

const oneAtATime = {
  name: 'reorder.one',
  text: `
    insert into reorder_setting (business_id) values ($1)
    on conflict (business_id) do update set business_id = excluded.business_id`,
}

const orderThere = {
  name: 'reorder.there',
  text: `
    select d.number, o.state, array_agg(l.item_id::text || ' ' || l.quantity_milli order by l.line) as lines
    from purchase_order o
    join document d on d.business_id = o.business_id and d.id = o.document_id
    join purchase_order_line l on l.business_id = o.business_id and l.order_id = o.document_id
    where o.business_id = $1 and o.document_id = $2 group by d.number, o.state`,
}
