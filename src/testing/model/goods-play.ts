import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import { setLockDate } from '../../features/books/index.ts'
import { makePayment } from '../../features/payments/index.ts'
import { changeMethod } from '../../features/stock/valuing/method.commands.ts'
import { today } from '../goods-shop.ts'
import { billAReceipt, billGoods, cancelABill } from './goods-billing.ts'
import { cancelAReceipt, endAnOrder, orderGoods, receiveAnOrder, receiveFreely } from './goods-buying.ts'
import { valueDueNow } from './goods-checks.ts'
import { beginACount, endACount, scanOne } from './goods-counting.ts'
import { cancelATakingBack, takeGoodsBack } from './goods-notes.ts'
import { cancelASendingBack, sendBack } from './goods-returning.ts'
import { cancelASale, sellGoods } from './goods-selling.ts'
import { adjust, approve, kits } from './goods-shelf.ts'
import type { GoodsStep } from './goods-steps.ts'
import { arriveGoods, cancelATransfer, settleTransfer, transferGoods } from './goods-transfers.ts'
import { type GoodsModel, type GoodsWorld, isLocked, rupees } from './goods-world.ts'
import { bookPiece, cancelBooking, comesFromApproval, sendForApproval } from './jewel-holding.ts'
import { buyGold, cancelGold, meltGold } from './jewel-metal.ts'
import { backFromHallmark, toACounter, toHallmark } from './jewel-moving.ts'

/** As `Play` of the books: what the model says beforehand, how it is done, and what it changes. */
export interface GoodsPlay {
  expects: 'done' | 'refused' | 'either'
  run(tx: Tx): Promise<unknown>
  apply(): void
}

type Player = (
  model: GoodsModel,
  real: GoodsWorld,
  step: GoodsStep,
) => GoodsPlay | undefined | Promise<GoodsPlay | undefined>

/** A step that has nothing to be done with does what makes it so: there is no transfer to arrive, so one is sent. */
export async function goodsPlayOf(
  model: GoodsModel,
  real: GoodsWorld,
  step: GoodsStep,
): Promise<{ step: GoodsStep; play: GoodsPlay } | undefined> {
  const play = await players[step.what](model, real, step)
  if (play) return { step, play }
  const what = before[step.what]
  if (!what) return undefined
  const more = what === 'receive' && step.what !== 'bill a receipt' ? 'both' : step.more
  return goodsPlayOf(model, real, { ...step, what, more })
}

const before: Readonly<Partial<Record<GoodsStep['what'], GoodsStep['what']>>> = {
  ...{ 'end an order': 'order', 'receive an order': 'order', 'cancel a receipt': 'receive', 'send back': 'receive' },
  ...{ 'bill a receipt': 'receive', 'cancel a bill': 'bill a receipt', 'cancel a sending back': 'send back' },
  ...{ 'cancel a sale': 'sell', 'take back': 'sell', 'cancel a taking back': 'take back' },
  ...{ 'send on approval': 'receive', 'back from approval': 'send on approval', 'book a piece': 'receive' },
  ...{ 'cancel a booking': 'book a piece', 'cancel old gold': 'buy old gold', melt: 'buy old gold' },
  ...{ 'to a counter': 'receive', 'to hallmark': 'receive', 'back from hallmark': 'to hallmark' },
  ...{ arrive: 'transfer', 'settle the difference': 'arrive', 'cancel a transfer': 'transfer', approve: 'adjust' },
  ...{ scan: 'begin a count', 'end a count': 'scan' },
}

const players: Readonly<Record<GoodsStep['what'], Player>> = {
  order: orderGoods,
  'end an order': endAnOrder,
  'receive an order': receiveAnOrder,
  receive: receiveFreely,
  'cancel a receipt': cancelAReceipt,
  'bill a receipt': billAReceipt,
  'bill goods': billGoods,
  'cancel a bill': cancelABill,
  'send back': sendBack,
  'cancel a sending back': cancelASendingBack,
  pay,
  sell: sellGoods,
  'cancel a sale': cancelASale,
  'take back': takeGoodsBack,
  'cancel a taking back': cancelATakingBack,
  'send on approval': sendForApproval,
  'back from approval': comesFromApproval,
  'book a piece': bookPiece,
  'cancel a booking': cancelBooking,
  'buy old gold': buyGold,
  'cancel old gold': cancelGold,
  melt: meltGold,
  'to a counter': toACounter,
  'to hallmark': toHallmark,
  'back from hallmark': backFromHallmark,
  transfer: transferGoods,
  arrive: arriveGoods,
  'settle the difference': settleTransfer,
  'cancel a transfer': cancelATransfer,
  adjust,
  approve,
  'make kits': kits,
  'break kits': kits,
  'begin a count': beginACount,
  scan: scanOne,
  'end a count': endACount,
  'change the method': (_model, real, step) => change(real, step),
  value: (_model, real) => ({ expects: 'done', run: (tx) => valueDueNow(tx, real), apply: () => undefined }),
  lock,
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
