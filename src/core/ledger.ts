import { type IsoDate, monthStart } from './dates.ts'

/** Rupees in paise, fine gold and fine silver in milligrams: each balances by itself. */
export type Commodity = 'INR' | 'XAU' | 'XAG'

/** One line of a voucher: a debit is positive, a credit negative. A party stands only on a control account. */
export type PostingLine = {
  readonly accountId: string
  readonly partyId?: string | null
  readonly commodity: Commodity
  readonly amount: bigint
}

export type Totals = { readonly debit: bigint; readonly credit: bigint }
type MonthTotals = Totals & { readonly commodity: Commodity; readonly month: IsoDate }
export type AccountMonth = MonthTotals & { readonly accountId: string }
export type PartyMonth = MonthTotals & { readonly partyId: string }

/**
 * The double entry itself. It throws a plain Error, for an unbalanced voucher is a mistake of the program and not of
 * the person: no lines, a line of zero, or a commodity whose lines do not sum to zero.
 */
export function assertBalanced(lines: readonly PostingLine[]): void {
  if (lines.length === 0) throw new Error('a voucher has no lines')
  const sums = new Map<Commodity, bigint>()
  for (const line of lines) {
    if (line.amount === 0n) throw new Error(`a line of zero on account ${line.accountId}`)
    sums.set(line.commodity, (sums.get(line.commodity) ?? 0n) + line.amount)
  }
  for (const [commodity, sum] of sums) if (sum !== 0n) throw new Error(`a voucher is off by ${sum} in ${commodity}`)
}

/** The lines that undo these: each debit a credit, in the same order, so that a reversal reads like what it reverses. */
export function reversed(lines: readonly PostingLine[]): PostingLine[] {
  return lines.map((line) => ({ ...line, amount: -line.amount }))
}

/** Lines on one account, party and commodity as one; what comes to nothing is dropped. The first line keeps its place. */
export function mergeLines(lines: readonly PostingLine[]): PostingLine[] {
  const merged = new Map<string, PostingLine>()
  for (const line of lines) {
    const key = `${line.accountId} ${line.partyId ?? ''} ${line.commodity}`
    merged.set(key, { ...line, amount: (merged.get(key)?.amount ?? 0n) + line.amount })
  }
  return [...merged.values()].filter((line) => line.amount !== 0n)
}

/** -500n is a credit of 500n. */
export function splitDrCr(amount: bigint): Totals {
  return amount < 0n ? { debit: 0n, credit: -amount } : { debit: amount, credit: 0n }
}

/**
 * What a voucher adds to the kept balances of its month. Both lists are sorted by id and then commodity: two vouchers
 * posted at once take their row locks in one order and never wait for each other in a circle.
 */
export function monthDeltas(
  lines: readonly PostingLine[],
  onDate: IsoDate,
): { accounts: AccountMonth[]; parties: PartyMonth[] } {
  const month = monthStart(onDate)
  const ofParties = lines.flatMap((line) => (line.partyId ? [{ id: line.partyId, line }] : []))
  const ofAccounts = lines.map((line) => ({ id: line.accountId, line }))
  return {
    accounts: totalled(ofAccounts).map(({ id, ...totals }) => ({ accountId: id, month, ...totals })),
    parties: totalled(ofParties).map(({ id, ...totals }) => ({ partyId: id, month, ...totals })),
  }
}

/** Each row with the balance after it. */
export function runningBalance<Row extends { readonly amount: bigint }>(
  opening: bigint,
  rows: readonly Row[],
): (Row & { balance: bigint })[] {
  let balance = opening
  return rows.map((row) => {
    balance += row.amount
    return { ...row, balance }
  })
}

type Totalled = Totals & { id: string; commodity: Commodity }

function totalled(entries: readonly { id: string; line: PostingLine }[]): Totalled[] {
  const totals = new Map<string, Totalled>()
  for (const { id, line } of entries) {
    const key = `${id} ${line.commodity}`
    const before = totals.get(key) ?? { debit: 0n, credit: 0n }
    const { debit, credit } = splitDrCr(line.amount)
    totals.set(key, { id, commodity: line.commodity, debit: before.debit + debit, credit: before.credit + credit })
  }
  return [...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
