import type { Actor } from '../../../core/actor.ts'
import { divRound, type Paise, paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import type { DecidedBillLine, SupplierBillRequest } from '../../../core/supplier-bill-facts.ts'
import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { receiptLines, receiveGoods } from '../../goods-receipts/index.ts'
import type { BillOptions } from './making.request.ts'

/** Goods that came with their bill, by the line of the receipt that was made for them. */
export interface ReceivedWithBill {
  readonly receipt: { readonly receiptId: string; readonly line: number }
  readonly cost: Paise
  readonly moveIds: readonly string[]
}

/**
 * Makes the receipt of goods that come with the bill, on the bill's day and at its price without tax; none where all came
 * before. By the field of each line. Throws what `receiveGoods` throws.
 */
export async function receiveForBill(
  tx: Tx,
  businessId: string,
  {
    request,
    lines,
    options,
  }: { request: SupplierBillRequest; lines: readonly DecidedBillLine[]; options: BillOptions },
  actor: Actor,
): Promise<ReadonlyMap<string, ReceivedWithBill>> {
  const goods = lines.filter(({ of }) => of.kind === 'goods')
  if (goods.length === 0) return new Map()
  const { partyId, onDate, theirNumber, theirDate } = request
  const receiptId = newId()
  const receipt = {
    ...{
      id: receiptId,
      partyId,
      branchId: options.branchId ?? null,
      onDate,
      theirNumber,
      theirDate,
      note: theirNumber,
    },
    ...{ landed: paise(0n), landedBy: 'value' as const, takesExcess: false, takesExpired: false },
    lines: goods.map((line) => ({
      ...{ itemId: line.itemId ?? '', order: null, received: line.quantity, rejected: milli(0n), rejectReason: '' },
      ...{ price: priceOf(line), batch: null, pieces: [], lot: null },
    })),
  }
  await receiveGoods(tx, businessId, receipt, actor, { mayBackdate: options.mayBackdate ?? false })
  const made = await receiptLines(tx, businessId, { receiptIds: [receiptId] })
  return new Map(
    goods.flatMap(({ field }, i) => {
      const line = made[i]
      if (!line) return []
      const moveIds = line.moves.map(({ moveId }) => moveId)
      return [[field, { receipt: { receiptId, line: line.line }, cost: line.cost, moveIds }] as const]
    }),
  )
}

/** For one, after discount, half-up to the paisa: what is missing to the value of the line the bill puts on the goods. */
const priceOf = ({ taxable, quantity }: DecidedBillLine): Paise => paise(divRound(taxable * 1000n, quantity, 'half-up'))
