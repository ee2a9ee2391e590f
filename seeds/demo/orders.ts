import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { type Paise, paise, zero } from '../../src/core/money.ts'
import type { OrderRateBasis } from '../../src/core/order.ts'
import { milli } from '../../src/core/quantity.ts'
import { mct, mg } from '../../src/core/weight.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { sendOnApproval } from '../../src/features/challans/index.ts'
import { issueEstimate } from '../../src/features/estimates/index.ts'
import { createOrder, type OrderRequest, setOrderPhoto } from '../../src/features/orders/index.ts'
import { blankLine, readBill, type TypedBill } from '../../src/features/sales/index.ts'
import { instant } from './moments.ts'

interface At {
  branchId: string
  today: IsoDate
}

interface Told {
  /** Before the order was taken. */
  readonly daysAgo: number
  readonly dueIn: number
  readonly party: string
  readonly words: string
  readonly purity: string
  readonly milligrams: bigint
  readonly basis: OrderRateBasis
  /** Rupees. */
  readonly advance: bigint
}

const orders: readonly Told[] = [
  {
    daysAgo: 0,
    dueIn: 20,
    party: 'Ila Bhatt',
    words: 'Mangalsutra, short, two vati',
    purity: '22K 916',
    milligrams: 12_000n,
    basis: 'booked',
    advance: 45_000n,
  },
  {
    daysAgo: 0,
    dueIn: 5,
    party: 'Zarina Merchant',
    words: 'Kada, plain, pair',
    purity: '22K 916',
    milligrams: 22_000n,
    basis: 'by-weight',
    advance: 60_000n,
  },
  {
    daysAgo: 12,
    dueIn: -2,
    party: 'Sonal Kapadia',
    words: 'Anklets, bell, pair',
    purity: '925',
    milligrams: 90_000n,
    basis: 'delivery',
    advance: 0n,
  },
]

const photo = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Orders with their advances, one of them late and one with a photo; pieces out on approval; and what was estimated. */
export async function takeOrders(
  tx: Tx,
  businessId: string,
  { branchId, today }: At,
  owner: Actor,
  now: Date,
): Promise<void> {
  const actor = { ...owner, at: now }
  const parties = new Map<string, string>(
    (await tx('party').where({ business_id: businessId }).select('id', 'name')).map(({ id, name }) => [name, id]),
  )
  const purities = new Map<string, string>(
    (await tx('purity').where({ business_id: businessId }).select('id', 'name')).map(({ id, name }) => [name, id]),
  )
  const idOf = (name: string) => parties.get(name) ?? ''
  const shelf: { tag: string; id: string; item_id: string }[] = await tx('piece')
    .where({ business_id: businessId, branch_id: branchId, state: 'in-stock' })
    .orderBy('tag')
    .limit(6)
    .select('tag', 'id', 'item_id')
  const [kept, ...others] = shelf
  const line = {
    ...{ row: 0, tag: '', words: '', purityId: undefined, weight: mg(0n), carat: mct(0n), toleranceBp: 0 },
    ...{ quantity: milli(1000n), size: '', stones: '', making: '', wastage: '', price: undefined },
  }
  const take = (
    party: string,
    dueIn: number,
    basis: OrderRateBasis,
    lines: OrderRequest['lines'],
    amount: Paise,
    daysAgo = 0,
  ) => {
    const id = newId()
    const advance = { amount, mode: 'upi', reference: '632811' } as const
    const asked = {
      id,
      receiptId: newId(),
      partyId: idOf(party),
      from: undefined,
      dueOn: addDays(today, dueIn),
      basis,
      lines,
      note: '',
      advance,
    }
    const day = addDays(today, -daysAgo)
    const by = daysAgo > 0 ? { ...owner, at: instant(day, 700) } : actor
    return createOrder(tx, businessId, asked, by, { branchId, today: day }).then(() => id)
  }
  for (const { daysAgo, party, dueIn, words, purity, milligrams, basis, advance } of orders) {
    const made = { ...line, words, purityId: purities.get(purity), weight: mg(milligrams), toleranceBp: 500 }
    const orderId = await take(party, dueIn, basis, [{ ...made, making: '450/g' }], paise(advance * 100n), daysAgo)
    if (basis === 'booked')
      await setOrderPhoto(tx, businessId, { orderId, line: 1, bytes: Buffer.from(photo, 'base64') }, actor)
  }
  if (kept) await take('Ila Bhatt', 12, 'delivery', [{ ...line, tag: kept.tag, purityId: undefined }], zero)
  const out = others.slice(0, 2).map(({ tag }) => tag)
  const to = { partyId: idOf('Sonal Kapadia'), dueOn: addDays(today, 15), note: '' }
  const challan = { ...to, id: newId(), tags: out, lots: [] }
  if (out.length > 0) await sendOnApproval(tx, businessId, challan, actor, { branchId, today })
  for (const piece of others.slice(2, 4)) {
    const typed = { ...blankLine, n: 1, item: piece.item_id, piece: piece.id }
    await estimate(tx, businessId, { branchId, today }, { ...readBill({}), lines: [typed] }, actor)
  }
}

/** What a grocer wrote for a wedding. */
export async function estimateGroceries(tx: Tx, businessId: string, at: At, owner: Actor, now: Date): Promise<void> {
  const items: { id: string }[] = await tx('item')
    .where({ business_id: businessId, kind: 'goods', archived_at: null })
    .whereNot({ sale_price_paise: 0 })
    .orderBy('name')
    .limit(3)
    .select('id')
  const lines = items.map(({ id }, i) => ({ ...blankLine, n: i + 1, item: id, quantity: '10' }))
  await estimate(tx, businessId, at, { ...readBill({}), lines }, { ...owner, at: now })
}

async function estimate(
  tx: Tx,
  businessId: string,
  { branchId, today }: At,
  bill: TypedBill,
  actor: Actor,
): Promise<void> {
  const prices = new Map(
    (await tx('item').where({ business_id: businessId }).select('id', 'sale_price_paise', 'price_includes_tax')).map(
      (item) => [item.id, item],
    ),
  )
  const none = { kind: 'none' } as const
  const request = {
    ...{ id: newId(), onDate: today, tenders: [], placeOfSupply: null, note: '', billDiscount: none },
    buyer: { kind: 'walk-in', name: 'Kiran', phone: '', address: '', state: '' } as const,
    lines: bill.lines.map(({ item, piece, quantity }) => ({
      ...{ itemId: item, quantity: milli(BigInt(quantity) * 1000n), discount: none },
      price: paise(prices.get(item)?.sale_price_paise ?? 0n),
      priceIncludesTax: prices.get(item)?.price_includes_tax ?? false,
      ...(piece && {
        piece: { of: { kind: 'piece', id: piece } as const, rate: null, making: null, wastage: null, orderId: null },
      }),
    })),
  }
  await issueEstimate(tx, businessId, { request, bill }, actor, { branchId })
}
