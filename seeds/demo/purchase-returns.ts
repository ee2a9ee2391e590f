import type { Actor } from '../../src/core/actor.ts'
import { addDays } from '../../src/core/dates.ts'
import type { ReturnReason } from '../../src/core/purchase-return-facts.ts'
import { milli } from '../../src/core/quantity.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { sendGoodsBack } from '../../src/features/purchase-returns/index.ts'
import { instant } from './moments.ts'
import type { OrderingAt } from './purchase-orders.ts'

interface Told {
  /** The supplier's own number: of the bill, or of the challan that no bill has asked for yet. */
  readonly source: readonly ['bill' | 'receipt', theirNumber: string]
  readonly item: string
  readonly quantity: bigint
  readonly reason: ReturnReason
  readonly note: string
  readonly daysAgo: number
}

const grocer: readonly Told[] = [
  {
    ...{ source: ['bill', 'SD/2418'], item: 'Detergent powder 1 kg', quantity: 4n, reason: 'damaged' },
    ...{ note: 'The bags are open at the seam', daysAgo: 7 },
  },
  {
    ...{ source: ['receipt', 'KM 119'], item: 'Cumin seed', quantity: 1n, reason: 'quality' },
    ...{ note: 'Too much dust in it', daysAgo: 2 },
  },
]

const jeweller: readonly Told[] = [
  {
    ...{ source: ['bill', 'VP-771'], item: 'Jewellery box, velvet', quantity: 6n, reason: 'wrong' },
    ...{ note: 'Blue ones came for maroon ones', daysAgo: 6 },
  },
]

/** What went back to suppliers: against a bill, with a debit note, and before any bill. */
export async function sendSomeBack(
  tx: Tx,
  businessId: string,
  { isJeweller, today }: OrderingAt,
  owner: Actor,
): Promise<void> {
  for (const { source, item, quantity, reason, note, daysAgo } of isJeweller ? jeweller : grocer) {
    const [kind, theirNumber] = source
    const { id, line } = await lineOf(tx, businessId, { kind, theirNumber, item })
    const onDate = addDays(today, -daysAgo)
    const lines = [{ line, quantity: milli(quantity * 1000n), pieceIds: [], isRejected: false }]
    const request = { id: newId(), source: { kind, id }, onDate, reason, note, lines } as const
    await sendGoodsBack(tx, businessId, request, { ...owner, at: instant(onDate, 13 * 60) }, { mayBackdate: true })
  }
}

async function lineOf(
  tx: Tx,
  businessId: string,
  { kind, theirNumber, item }: { kind: 'bill' | 'receipt'; theirNumber: string; item: string },
): Promise<{ id: string; line: number }> {
  const found = await tx(kind === 'bill' ? 'supplier_bill as p' : 'goods_receipt as p')
    .join('document_line as l', (on) => on.on('l.business_id', 'p.business_id').andOn('l.document_id', 'p.document_id'))
    .join('item as i', (on) => on.on('i.business_id', 'l.business_id').andOn('i.id', 'l.item_id'))
    .where({ 'p.business_id': businessId, 'p.their_number': theirNumber, 'i.name': item })
    .orderBy('l.line')
    .first('l.document_id as id', 'l.line as line')
  if (!found) throw new Error(`the demo has no ${item} of ${theirNumber}`)
  return found
}
