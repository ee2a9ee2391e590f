import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { type Paise, paise } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { mg } from '../../src/core/weight.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import {
  createPurchaseOrder,
  endOrder,
  markSent,
  payAdvance,
  setApprovalLimit,
} from '../../src/features/purchase-orders/index.ts'
import { instant } from './moments.ts'

interface ToldLine {
  readonly item: string
  readonly quantity: bigint
  /** What the supplier calls it, and his code for it. */
  readonly theirs?: readonly [name: string, code: string]
}

interface Told {
  readonly supplier: string
  readonly daysAgo: number
  /** From today; below zero it is late. */
  readonly expectedIn: number
  readonly lines: readonly ToldLine[]
  readonly terms?: string
  readonly by?: 'keeper'
  readonly sent?: true
  /** Rupees. */
  readonly advance?: bigint
  readonly cancelled?: string
}

const grocer: readonly Told[] = [
  {
    ...{
      supplier: 'Deccan Pulses',
      daysAgo: 11,
      expectedIn: -3,
      sent: true,
      terms: '15 days. Freight paid to the shop.',
    },
    lines: [
      { item: 'Toor dal', quantity: 60n, theirs: ['Toor Phatka No. 1', 'TP1'] },
      { item: 'Moong dal', quantity: 40n, theirs: ['Moong Mogar', 'MM'] },
      { item: 'Urad dal', quantity: 25n, theirs: ['Urad Gota', 'UG'] },
    ],
  },
  {
    ...{ supplier: 'Shree Ganesh Oil Depot', daysAgo: 2, expectedIn: 3, sent: true, advance: 4000n },
    lines: [{ item: 'Groundnut oil 1 l', quantity: 48n, theirs: ['GN Oil 1 l pouch, case of 12', 'GN-1L'] }],
  },
  {
    ...{ supplier: 'Bhavani Trading Company', daysAgo: 1, expectedIn: 6, by: 'keeper' },
    lines: [
      { item: 'Rice, Kolam, loose', quantity: 250n },
      { item: 'Rice, Basmati, loose', quantity: 100n },
      { item: 'Sugar', quantity: 200n },
    ],
  },
  {
    ...{ supplier: 'Konkan Masale', daysAgo: 16, expectedIn: -9, cancelled: 'They have no new crop before January' },
    lines: [{ item: 'Turmeric powder', quantity: 10n }],
  },
]

const jeweller: readonly Told[] = [
  {
    ...{
      supplier: 'Mumbai Chains Pvt Ltd',
      daysAgo: 9,
      expectedIn: -2,
      sent: true,
      terms: 'Rate of the day of delivery.',
    },
    lines: [
      { item: 'Gold chain 22K, 5 g', quantity: 6n, theirs: ['Rope 22 5GM', 'RP-22-05'] },
      { item: 'Gold bracelet 22K, 9 g', quantity: 2n, theirs: ['Nawabi bracelet', 'NB-09'] },
    ],
  },
  {
    ...{ supplier: 'Velvet Pack', daysAgo: 3, expectedIn: 4, sent: true, advance: 2500n },
    lines: [{ item: 'Jewellery box, velvet', quantity: 100n, theirs: ['Velvet box maroon M', 'VB-M'] }],
  },
  {
    ...{ supplier: 'Diamond Vista', daysAgo: 0, expectedIn: 14, by: 'keeper' },
    lines: [
      { item: 'Diamond ring 18K, 0.20 ct', quantity: 4n },
      { item: 'Diamond pendant 18K, 0.15 ct', quantity: 3n },
    ],
  },
]

export interface OrderingAt {
  readonly isJeweller: boolean
  readonly branchId: string
  readonly today: IsoDate
  readonly now: Date
}

/** Orders to suppliers: one late, one on its way with an advance, one that waits for the owner, one cancelled. */
export async function orderGoods(
  tx: Tx,
  businessId: string,
  { isJeweller, branchId, today, now }: OrderingAt,
  { owner, keeper }: { owner: Actor; keeper: Actor },
): Promise<void> {
  const limit = paise(isJeweller ? 2_00_000_00n : 20_000_00n)
  await setApprovalLimit(tx, businessId, limit, { ...owner, at: now })
  const parties = await idsByName(tx, 'party', businessId)
  const items = await pricesByName(tx, businessId)
  for (const told of isJeweller ? jeweller : grocer) {
    const { supplier, daysAgo, expectedIn, lines, terms = '' } = told
    const [id, day] = [newId(), addDays(today, -daysAgo)]
    const at = daysAgo > 0 ? instant(day, 11 * 60) : now
    const expectedOn = addDays(today, expectedIn)
    const asked = {
      ...{ id, partyId: parties.get(supplier) ?? '', branchId, expectedOn, terms, note: '' },
      ...{ salesOrderId: undefined, copiedFromId: undefined, replacesId: undefined },
      lines: lines.map(({ item, quantity, theirs: [theirName, theirCode] = ['', ''] }, row) => ({
        ...{ row, itemId: items.get(item)?.id ?? '', quantity: milli(quantity * 1000n), weight: mg(0n) },
        ...{ price: items.get(item)?.price ?? paise(0n), expectedOn, note: '', theirName, theirCode },
      })),
    }
    const by = { ...(told.by === 'keeper' ? keeper : owner), at }
    await createPurchaseOrder(tx, businessId, asked, by, { today: day, isOwner: by.userId === owner.userId })
    if (told.sent) await markSent(tx, businessId, { id, how: 'hand', to: '' }, { ...owner, at })
    if (told.cancelled)
      await endOrder(tx, businessId, { id, how: 'cancelled', reason: told.cancelled }, { ...owner, at: now })
    if (told.advance) {
      const tender = { mode: 'bank', amount: paise(told.advance * 100n), reference: 'NEFT' } as const
      const advance = { orderId: id, paymentId: newId(), tender, onDate: day }
      await payAdvance(tx, businessId, advance, { ...owner, at }, { branchId })
    }
  }
}

async function idsByName(tx: Tx, table: string, businessId: string): Promise<ReadonlyMap<string, string>> {
  const rows: { id: string; name: string }[] = await tx(table).where({ business_id: businessId }).select('id', 'name')
  return new Map(rows.map(({ id, name }) => [name, id]))
}

async function pricesByName(tx: Tx, businessId: string): Promise<ReadonlyMap<string, { id: string; price: Paise }>> {
  const rows: { id: string; name: string; price: Paise }[] = await tx('item')
    .where({ business_id: businessId })
    .select('id', 'name', 'purchase_price_paise as price')
  return new Map(rows.map((row) => [row.name, row]))
}
