import { type TaxSide, taxSides } from '../../../core/tax-days.ts'
import { type TaxHead, taxHeads } from './tax-ledgers.rules.ts'

export const isTaxSide = (text: string | undefined): text is TaxSide => taxSides.some((side) => side === text)

/** In paise. */
export type Taxed = Readonly<Record<TaxHead | 'taxable', bigint>>
export type RateOfSide = Taxed & { readonly side: TaxSide; readonly rateBp: number }

/** What was posted to the GST ledgers in the same days: of output tax above zero charged, of input tax above zero taken. */
export type TaxMoved = Readonly<Record<'output' | 'input', Readonly<Record<TaxHead, bigint>>>>

/** One of the two ledgers of a head: what went onto it by rate, the rest, and both together. */
export interface LedgerByRate {
  readonly sides: readonly { readonly side: TaxSide; readonly rates: readonly RateOfSide[]; readonly sum: Taxed }[]
  /** Of openings, payments, set-off and journals: they name no rate. */
  readonly other: Taxed
  readonly total: Taxed
}

export const noTax: Taxed = { taxable: 0n, cgst: 0n, sgst: 0n, igst: 0n, cess: 0n }
export const taxOfAll = (of: Taxed): bigint => taxHeads.reduce((all, head) => all + of[head], 0n)

/** What is given back stands below zero, so that the sides of a ledger add up to what was posted to it. */
export function ledgerByRate(ledger: 'output' | 'input', rates: readonly RateOfSide[], moved: TaxMoved): LedgerByRate {
  const sides = sidesOf[ledger].flatMap(({ side, sign }) => {
    const own = rates.filter((rate) => rate.side === side).map((rate) => ({ ...rate, ...times(rate, sign) }))
    return own.length > 0 ? [{ side, rates: own, sum: sumTaxed(own) }] : []
  })
  const known = sumTaxed(sides.map(({ sum }) => sum))
  const total = { taxable: known.taxable, ...moved[ledger] }
  return { sides, other: plus(total, times(known, -1n)), total }
}

const sidesOf = {
  output: [
    { side: 'output', sign: 1n },
    { side: 'credit-note', sign: -1n },
    { side: 'reverse-charge', sign: 1n },
  ],
  input: [
    { side: 'input', sign: 1n },
    { side: 'debit-note', sign: -1n },
  ],
} as const satisfies Record<'output' | 'input', readonly { side: TaxSide; sign: bigint }[]>

export const sumTaxed = (all: readonly Taxed[]): Taxed => all.reduce(plus, noTax)
export const hasTax = (of: Taxed): boolean => taxHeads.some((head) => of[head] !== 0n)

const plus = (a: Taxed, b: Taxed): Taxed => ({
  taxable: a.taxable + b.taxable,
  cgst: a.cgst + b.cgst,
  sgst: a.sgst + b.sgst,
  igst: a.igst + b.igst,
  cess: a.cess + b.cess,
})
const times = (of: Taxed, sign: bigint): Taxed => ({
  taxable: sign * of.taxable,
  cgst: sign * of.cgst,
  sgst: sign * of.sgst,
  igst: sign * of.igst,
  cess: sign * of.cess,
})
