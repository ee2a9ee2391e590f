import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import { setLockDate } from '../../features/books/index.ts'
import { makePayment } from '../../features/payments/index.ts'
import { changeMethod } from '../../features/stock/valuing/method.commands.ts'
import { today } from '../goods-shop.ts'
import { billAReceipt, billGoods, cancelABill } from './goods-billing.ts'
import { cancelAReceipt, endAnOrder, orderGoods, receiveAnOrder, receiveFreely } from './goods-buying.ts'
import { valueDueNow } from './goods-checks.ts'
import { cancelASale, sellGoods, takeGoodsBack } from './goods-selling.ts'
import { adjust, approve, beginACount, endACount, kits, scanAnItem } from './goods-shelf.ts'
import type { GoodsStep } from './goods-steps.ts'
import { arriveGoods, cancelATransfer, settleTransfer, transferGoods } from './goods-transfers.ts'
import { type GoodsModel, type GoodsWorld, isLocked, rupees } from './goods-world.ts'

/** As `Play` of the books: what the model says beforehand, how it is done, and what it changes. */
export interface GoodsPlay {
  expects: 'done' | 'refused' | 'either'
  run(tx: Tx): Promise<unknown>
  apply(): void
}

/** Undefined for a step that has nothing to be done with. */
export async function goodsPlayOf(
  model: GoodsModel,
  real: GoodsWorld,
  step: GoodsStep,
): Promise<GoodsPlay | undefined> {
  switch (step.what) {
    case 'order':
      return orderGoods(model, real, step)
    case 'end an order':
      return endAnOrder(model, real, step)
    case 'receive an order':
      return receiveAnOrder(model, real, step)
    case 'receive':
      return receiveFreely(model, real, step)
    case 'cancel a receipt':
      return cancelAReceipt(model, real, step)
    case 'bill a receipt':
      return billAReceipt(model, real, step)
    case 'bill goods':
      return billGoods(model, real, step)
    case 'cancel a bill':
      return cancelABill(model, real, step)
    case 'pay':
      return pay(model, real, step)
    case 'sell':
      return sellGoods(model, real, step)
    case 'cancel a sale':
      return cancelASale(model, real, step)
    case 'take back':
      return takeGoodsBack(model, real, step)
    case 'transfer':
      return transferGoods(model, real, step)
    case 'arrive':
      return arriveGoods(model, real, step)
    case 'settle the difference':
      return settleTransfer(model, real, step)
    case 'cancel a transfer':
      return cancelATransfer(model, real, step)
    case 'adjust':
      return adjust(model, real, step)
    case 'approve':
      return approve(model, real, step)
    case 'make kits':
    case 'break kits':
      return kits(model, real, step)
    case 'begin a count':
      return beginACount(model, real, step)
    case 'scan':
      return scanAnItem(model, real, step)
    case 'end a count':
      return endACount(model, real, step)
    case 'change the method':
      return change(real, step)
    case 'value':
      return { expects: 'done', run: (tx) => valueDueNow(tx, real), apply: () => undefined }
    case 'lock':
      return lock(model, real, step)
  }
}

function pay(model: GoodsModel, { shop }: GoodsWorld, { onDate, price, pieces }: GoodsStep): GoodsPlay {
  const amount = rupees(price * pieces)
  const request = {
    ...({ id: newId(), partyId: shop.supplierId, onDate, against: 'oldest', restAs: 'on-account', note: '' } as const),
    tenders: [{ mode: 'cash', amount, reference: '' } as const],
  }
  return {
    expects: isLocked(model, onDate) ? 'refused' : 'done',
    run: (tx) => makePayment(tx, shop.id, request, shop.actor, { mayBackdate: true }),
    apply: () => {
      model.cash -= amount
      model.supplier += amount
      model.hasPaid = true
    },
  }
}

/** Refused as long as something is to be valued anew; no quantity changes. */
function change({ shop }: GoodsWorld, { share }: GoodsStep): GoodsPlay {
  const method = share === 'all' ? 'fifo' : 'weighted-average'
  return {
    expects: 'either',
    run: (tx) => changeMethod(tx, shop.id, { id: newId(), method }, shop.actor),
    apply: () => undefined,
  }
}

function lock(model: GoodsModel, { shop }: GoodsWorld, { onDate, share }: GoodsStep): GoodsPlay {
  // Today stays open, so that there is a day on which something can be undone.
  const lockDate = share === 'none' ? null : onDate === today ? '2026-10-31' : onDate
  return {
    expects: 'done',
    run: (tx) => setLockDate(tx, shop.id, { lockDate, reason: 'The return was late' }, shop.actor),
    apply: () => {
      model.lock = lockDate
    },
  }
}
