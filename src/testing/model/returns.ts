import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { takeBack } from '../../features/returns/index.ts'
import { today } from '../goods-shop.ts'
import type { Play } from './play.ts'
import type { Step } from './steps.ts'
import { add, type Model, type ModelBill, rupee, type World } from './world.ts'

/** Some pieces of an earlier bill come back: to the shelf or as scrap, for the khata or for money. */
export async function takeBackOf(model: Model, real: World, step: Step): Promise<Play | undefined> {
  const { shop } = real
  const bill = model.bills[step.chosen % model.bills.length]
  if (!bill) return undefined
  const pieces = BigInt(step.pieces)
  const total = pieces * 100n * rupee
  const isRefund = bill.party === undefined || step.share === 'part'
  const isScrap = step.share === 'all'
  const open = await openOf(real, bill)
  const refund = isRefund ? total - (open < total ? open : total) : 0n
  const request = {
    ...{
      id: newId(),
      billId: bill.id,
      partyId: null,
      onDate: today,
      paymentId: newId(),
      reference: '',
      reason: 'Wrong',
    },
    lines: [
      {
        line: 1,
        part: pieces * 1000n,
        condition: isScrap ? 'scrap' : 'stock',
        deduction: { keepsMaking: false, wear: { kind: 'none' }, words: '' },
      },
    ],
    settle: isRefund ? 'refund' : 'khata',
    refundMode: step.mode,
  } as const
  const options = { mayPayOut: true, mayBeLate: true, authority: null }
  return {
    expects: bill.isCancelled || pieces > bill.pieces - bill.back ? 'refused' : 'done',
    run: (tx) => takeBack(tx, shop.id, request, shop.actor, options),
    apply: () => {
      bill.back += pieces
      if (!isScrap) model.pieces += pieces
      add(model, { party: bill.party, balance: refund - total, cash: step.mode === 'cash' ? -refund : 0n })
    },
  }
}

/** What is due of the bill itself, which its note settles before anything is paid out; nothing of a walk-in's. */
async function openOf({ kit, shop }: World, { id, party }: ModelBill): Promise<bigint> {
  if (party === undefined) return 0n
  const item = await inBusiness(kit.db, shop.id, (tx) =>
    tx('open_item').where({ business_id: shop.id, document_id: id, kind: 'bill' }).first('open_amount'),
  )
  return item?.open_amount ?? 0n
}
