import { type IsoDate, monthStart } from '../../src/core/dates.ts'
import { type PostingLine, splitDrCr } from '../../src/core/ledger.ts'
import { paise } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { emptyLevel, type StockLevel } from '../../src/core/stock.ts'
import type { Batch } from './copy.ts'
import { kept } from './tables.ts'

interface Total {
  readonly id: string
  /** The day, or the first one of the month. */
  readonly on: IsoDate
  debit: bigint
  credit: bigint
}

/** The balances that the app moves with every voucher: here they are added up, and written at the end. */
export class KeptTotals {
  #accounts = new Map<string, Total>()
  #accountDays = new Map<string, Total>()
  #parties = new Map<string, Total>()
  #levels = new Map<string, StockLevel>()

  post(lines: readonly PostingLine[], onDate: IsoDate): void {
    const month = monthStart(onDate)
    for (const { accountId, partyId, amount } of lines) {
      addTo(this.#accounts, accountId, month, amount)
      addTo(this.#accountDays, accountId, onDate, amount)
      if (partyId) addTo(this.#parties, partyId, month, amount)
    }
  }

  levelOf(itemId: string): StockLevel {
    return this.#levels.get(itemId) ?? emptyLevel
  }

  move(itemId: string, quantity: bigint, value: bigint): void {
    const before = this.levelOf(itemId)
    this.#levels.set(itemId, { quantity: milli(before.quantity + quantity), value: paise(before.value + value) })
  }

  batches(businessId: string, branchId: string): Batch[] {
    const { accountMonth, accountDay, partyMonth, partyBalance, level } = kept()
    for (const { id, on, debit, credit } of this.#accounts.values())
      accountMonth.add([businessId, id, 'INR', on, debit, credit])
    for (const { id, on, debit, credit } of this.#accountDays.values())
      accountDay.add([businessId, id, on, debit, credit])
    const balances = new Map<string, bigint>()
    for (const { id, on, debit, credit } of this.#parties.values()) {
      partyMonth.add([businessId, id, 'INR', on, debit, credit])
      balances.set(id, (balances.get(id) ?? 0n) + debit - credit)
    }
    for (const [id, amount] of balances) partyBalance.add([businessId, id, 'INR', amount])
    for (const [id, { quantity, value }] of this.#levels) level.add([businessId, id, branchId, quantity, value, true])
    return [accountMonth, accountDay, partyMonth, partyBalance, level]
  }
}

function addTo(totals: Map<string, Total>, id: string, on: IsoDate, amount: bigint): void {
  const key = id + on
  const { debit, credit } = splitDrCr(amount)
  const total = totals.get(key)
  if (!total) {
    totals.set(key, { id, on, debit, credit })
    return
  }
  total.debit += debit
  total.credit += credit
}
