import { paise } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { giveDiscount, settle, undoOne, writeOff } from '../../features/allocation/index.ts'
import { listOpenItems, setLockDate } from '../../features/books/index.ts'
import { cancelPayment, makePayment, receivePayment } from '../../features/payments/index.ts'
import { cancelInvoice, issueInvoice } from '../../features/sales/index.ts'
import { enterVoucher, reverseVoucher } from '../../features/vouchers/index.ts'
import { today } from '../goods-shop.ts'
import { type ByHand, entryOf } from './entries.ts'
import { takeBackOf } from './returns.ts'
import type { Step } from './steps.ts'
import { add, type Model, none, partyOf, rupee, type World } from './world.ts'

/**
 * What the model says beforehand: the step must be done, must be refused, or may be either. `apply` puts what was done into
 * the model; `run` does it by the commands that the screens call.
 */
export interface Play {
  expects: 'done' | 'refused' | 'either'
  run(tx: Tx): Promise<unknown>
  apply(): void
}

/** Undefined for a step that has nothing to be done with: there is no bill to cancel yet. */
export async function playOf(model: Model, real: World, step: Step): Promise<Play | undefined> {
  const isLocked = model.lock !== null && step.onDate <= model.lock
  const expects = isLocked ? 'refused' : 'done'
  switch (step.what) {
    case 'sell':
    case 'sell to a walk-in':
      return sell(model, real, step, expects)
    case 'cancel a bill':
      return cancelBill(model, real, step)
    case 'take back':
      return takeBackOf(model, real, step)
    case 'receive':
    case 'pay':
      return moveMoney(model, real, step, expects)
    case 'cancel a paper':
      return cancelPaper(model, real, step)
    case 'settle':
      return settleOldest(real, step)
    case 'undo one':
      return undo(model, real, step)
    case 'write off':
    case 'discount':
      return giveUp(model, real, step, isLocked)
    case 'lock':
      return lock(model, real, step)
    case 'reverse':
      return reverseOne(model, real, step)
    case 'journal':
    case 'charge':
    case 'contra':
    case 'expense':
    case 'buy on credit':
    case 'credit note':
    case 'debit note':
      return enter(model, real, { ...step, what: step.what }, expects)
  }
}

function sell(model: Model, { shop, partyIds }: World, step: Step, expects: Play['expects']): Play {
  const { pieces, party, onDate, share } = step
  const isWalkIn = step.what === 'sell to a walk-in'
  const total = BigInt(pieces) * 100n * rupee
  const paid = isWalkIn || share === 'all' ? total : share === 'part' ? total / 2n : 0n
  const request = shop.bill({
    onDate,
    buyer: isWalkIn
      ? { kind: 'walk-in', name: '', phone: '', address: '', state: '' }
      : { kind: 'party', partyId: partyIds[party] ?? '' },
    lines: [shop.line(0, BigInt(pieces) * 1000n)],
    tenders: paid === 0n ? [] : [{ mode: 'cash', amount: paise(paid), reference: '' }],
  })
  const effect = { party: isWalkIn ? undefined : party, balance: total - paid, cash: paid }
  const bill = { ...effect, id: request.id, onDate, total, pieces: BigInt(pieces), back: 0n, isCancelled: false }
  return {
    expects: BigInt(pieces) > model.pieces ? 'refused' : expects,
    run: (tx) => issueInvoice(tx, shop.id, request, shop.actor),
    apply: () => {
      model.pieces -= bill.pieces
      model.bills.push(bill)
      add(model, effect)
    },
  }
}

/** What a party paid for a cancelled bill stays as its credit; a walk-in gets it back. */
function cancelBill(model: Model, { shop }: World, { chosen }: Step): Play | undefined {
  const bill = model.bills[chosen % model.bills.length]
  if (!bill) return undefined
  const isClosed = model.lock !== null && bill.onDate <= model.lock
  return {
    expects: (isClosed || bill.back > 0n) && !bill.isCancelled ? 'refused' : 'done',
    run: (tx) => cancelInvoice(tx, shop.id, { id: bill.id, reason: 'Wrong', onDate: today }, shop.actor),
    apply: () => {
      if (bill.isCancelled) return
      bill.isCancelled = true
      model.pieces += bill.pieces
      if (bill.party === undefined) model.cash -= bill.cash
      else add(model, { party: bill.party, balance: -bill.total, cash: 0n })
    },
  }
}

function moveMoney(model: Model, real: World, step: Step, expects: Play['expects']): Play {
  const { shop } = real
  const { amount, mode, onDate, party } = step
  const isIn = step.what === 'receive'
  const whole = BigInt(amount) * rupee
  const request = {
    id: newId(),
    partyId: partyOf(real, step),
    onDate,
    tenders: [{ mode, amount: paise(whole), reference: '' }],
    against: 'oldest',
    restAs: step.share === 'all' ? 'advance' : 'on-account',
    note: '',
  } as const
  const signed = isIn ? whole : -whole
  const effect = { party, balance: -signed, cash: mode === 'cash' ? signed : 0n }
  return {
    expects,
    run: (tx) => (isIn ? receivePayment : makePayment)(tx, shop.id, request, shop.actor, { mayBackdate: true }),
    apply: () => {
      model.papers.push({ ...effect, id: request.id, isCancelled: false })
      add(model, effect)
    },
  }
}

function cancelPaper(model: Model, { shop }: World, { chosen }: Step): Play | undefined {
  const paper = model.papers[chosen % model.papers.length]
  if (!paper) return undefined
  return {
    expects: 'done',
    run: (tx) => cancelPayment(tx, shop.id, { id: paper.id, reason: 'Wrong', onDate: today }, shop.actor),
    apply: () => {
      if (!paper.isCancelled) add(model, paper, -1n)
      paper.isCancelled = true
    },
  }
}

/** No account moves, whether there was anything to settle or not. */
function settleOldest(real: World, step: Step): Play {
  const request = { id: newId(), partyId: partyOf(real, step), onDate: step.onDate, shares: 'oldest' } as const
  return {
    expects: 'either',
    run: (tx) => settle(tx, real.shop.id, request, real.shop.actor),
    apply: () => undefined,
  }
}

async function undo(model: Model, real: World, step: Step): Promise<Play | undefined> {
  const { kit, shop } = real
  const live: { id: string; voucher_id: string }[] = await inBusiness(kit.db, shop.id, (tx) =>
    tx('allocation as a')
      .join('open_item as i', 'i.id', 'a.from_item_id')
      .where({ 'a.business_id': shop.id, 'i.party_id': partyOf(real, step), 'a.reverses_id': null })
      .whereNotIn('a.id', tx('allocation').whereNotNull('reverses_id').select('reverses_id'))
      .orderBy('a.id')
      .select('a.id', 'a.voucher_id'),
  )
  const chosen = live[step.chosen % live.length]
  if (!chosen) return undefined
  const request = { partyId: partyOf(real, step), allocationId: chosen.id, onDate: today }
  return {
    expects: 'either',
    run: (tx) => undoOne(tx, shop.id, request, shop.actor),
    apply: () => {
      add(model, model.givenUp.get(chosen.voucher_id) ?? none, -1n)
      model.givenUp.delete(chosen.voucher_id)
    },
  }
}

async function giveUp(model: Model, real: World, step: Step, isLocked: boolean): Promise<Play | undefined> {
  const { kit, shop } = real
  const partyId = partyOf(real, step)
  const items = await inBusiness(kit.db, shop.id, (tx) => listOpenItems(tx, shop.id, partyId, { lock: false }))
  const item = items[step.chosen % items.length]
  if (!item) return undefined
  const amount = step.share === 'all' ? item.openAmount : paise((item.openAmount + 1n) / 2n)
  const request = { id: newId(), partyId, itemId: item.id, amount, onDate: step.onDate, reason: 'It will not come' }
  const balance = item.side === 'debit' ? -amount : amount
  return {
    expects: isLocked ? 'refused' : 'either',
    run: (tx) => (step.what === 'discount' ? giveDiscount : writeOff)(tx, shop.id, request, shop.actor),
    apply: () => {
      const effect = { party: step.party, balance, cash: 0n }
      model.givenUp.set(request.id, effect)
      add(model, effect)
    },
  }
}

function lock(model: Model, { shop }: World, { onDate, share }: Step): Play {
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

function reverseOne(model: Model, { shop }: World, { chosen }: Step): Play | undefined {
  const voucher = model.vouchers[chosen % model.vouchers.length]
  if (!voucher) return undefined
  const reversal = { id: voucher.id, newId: newId(), reason: 'Wrong', onDate: today }
  return {
    expects: voucher.isReversed ? 'refused' : 'either',
    run: (tx) => reverseVoucher(tx, shop.id, reversal, shop.actor, { mayBackdate: true }),
    apply: () => {
      voucher.isReversed = true
      add(model, voucher, -1n)
    },
  }
}

function enter(model: Model, real: World, step: ByHand, expects: Play['expects']): Play {
  const { shop } = real
  const { request, effect } = entryOf(real, step)
  return {
    expects,
    run: (tx) => enterVoucher(tx, shop.id, request, shop.actor, { mayBackdate: true }),
    apply: () => {
      model.vouchers.push({ ...effect, id: request.id, isReversed: false })
      add(model, effect)
    },
  }
}
