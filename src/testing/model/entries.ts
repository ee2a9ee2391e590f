import { paise } from '../../core/money.ts'
import type { LinesKind, VoucherRequest } from '../../core/voucher-facts.ts'
import { newId } from '../../db/ids.ts'
import type { Step } from './steps.ts'
import { type Effect, none, partyOf, rupee, type World } from './world.ts'

export type ByHand = Step & {
  what: 'journal' | 'charge' | 'contra' | 'expense' | 'buy on credit' | 'credit note' | 'debit note'
}

/** A voucher written by hand, and what it does to the model. */
export function entryOf(real: World, step: ByHand): { request: VoucherRequest; effect: Effect } {
  const { accounts } = real
  const { party, onDate } = step
  const amount = BigInt(step.amount) * rupee
  // At 18 % a whole hundred has a whole tax.
  const hundreds = BigInt((step.amount % 9) + 1) * 100n * rupee
  const taxed = (hundreds * 118n) / 100n
  const asked = { id: newId(), onDate, narration: '' }
  const tax = { taxable: paise(hundreds), rateBp: 1800, placeOfSupply: '24', hsn: '', supplierState: '24' }
  const lines = (kind: LinesKind, debit: object, credit: object): VoucherRequest => ({
    ...asked,
    kind,
    lines: [
      { ...debit, amount: paise(amount) },
      { ...credit, amount: paise(-amount) },
    ],
  })
  switch (step.what) {
    case 'journal':
      return {
        request: lines('journal', { accountId: accounts.rent }, { accountId: accounts.cash }),
        effect: { ...none, cash: -amount },
      }
    case 'charge':
      return {
        request: lines(
          'journal',
          { partyId: partyOf(real, step), itemAs: 'new-ref', dueOn: onDate },
          { accountId: accounts.income },
        ),
        effect: { party, balance: amount, cash: 0n },
      }
    case 'contra':
      return {
        request: lines('contra', { accountId: accounts.bank }, { accountId: accounts.cash }),
        effect: { ...none, cash: -amount },
      }
    case 'expense':
    case 'buy on credit': {
      const isPaid = step.what === 'expense'
      const paper = { accountId: accounts.rent, billNumber: `S${asked.id.slice(-8)}`, billDate: onDate, dueOn: null }
      const by = isPaid
        ? { partyId: null, paidFrom: accounts.cash }
        : { partyId: real.partyIds[1] ?? '', paidFrom: null }
      return {
        request: { ...asked, ...tax, ...paper, ...by, kind: 'expense', isInputCredit: !isPaid, roundOff: paise(0n) },
        effect: isPaid ? { ...none, cash: -taxed } : { party: 1, balance: -taxed, cash: 0n },
      }
    }
    case 'credit note':
    case 'debit note': {
      const kind = step.what === 'debit note' ? 'debit-note' : 'credit-note'
      const at = kind === 'debit-note' ? 1 : party
      const original = { against: null, originalNumber: 'X1', originalDate: '2026-11-01', reason: 'discount' } as const
      const partyId = real.partyIds[at] ?? ''
      return {
        request: { ...asked, ...tax, ...original, kind, partyId, isInputCredit: true },
        effect: { party: at, balance: kind === 'debit-note' ? taxed : -taxed, cash: 0n },
      }
    }
  }
}
