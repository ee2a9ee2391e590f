import type { IsoDate } from '../../../core/dates.ts'

export const taxHeads = ['cgst', 'sgst', 'igst', 'cess'] as const
export type TaxHead = (typeof taxHeads)[number]

/** What stands on the ledgers of one head in one month, in paise. */
export interface TaxMonth {
  readonly head: TaxHead
  readonly month: IsoDate
  /** Of the output ledger: what was charged on sales, and everything that made it less. */
  readonly outputCredit: bigint
  readonly outputDebit: bigint
  /** Of the input ledger: credit taken on purchases and expenses, and everything that used it up or gave it back. */
  readonly inputDebit: bigint
  readonly inputCredit: bigint
  /** What of `outputDebit` left the cash box or a bank: the tax itself being paid. */
  readonly paid: bigint
}

/** Above zero is owed to the government; below, a credit in hand. */
export interface TaxFigures {
  readonly opening: bigint
  readonly charged: bigint
  /** Taken back with bills, or set off against input credit. */
  readonly lessened: bigint
  readonly credit: bigint
  /** Set off against output tax, or given back. */
  readonly used: bigint
  readonly paid: bigint
  readonly closing: bigint
}

/** The months of a head in their order, each beginning with what the one before ended with. */
export function taxFigures(opening: bigint, months: readonly TaxMonth[]): { month: IsoDate; figures: TaxFigures }[] {
  let owed = opening
  return months.map((of) => {
    const lessened = of.outputDebit - of.paid
    const moved = of.outputCredit - lessened - of.inputDebit + of.inputCredit - of.paid
    const figures = {
      opening: owed,
      charged: of.outputCredit,
      lessened,
      credit: of.inputDebit,
      used: of.inputCredit,
      paid: of.paid,
      closing: owed + moved,
    }
    owed = figures.closing
    return { month: of.month, figures }
  })
}

/** Of heads, or of months that follow each other: `isInOrder` keeps the first opening and the last closing. */
export function sumFigures(rows: readonly TaxFigures[], { isInOrder }: { isInOrder: boolean }): TaxFigures {
  const of = (name: keyof TaxFigures): bigint => rows.reduce((all, row) => all + row[name], 0n)
  return {
    opening: isInOrder ? (rows[0]?.opening ?? 0n) : of('opening'),
    charged: of('charged'),
    lessened: of('lessened'),
    credit: of('credit'),
    used: of('used'),
    paid: of('paid'),
    closing: isInOrder ? (rows.at(-1)?.closing ?? 0n) : of('closing'),
  }
}
