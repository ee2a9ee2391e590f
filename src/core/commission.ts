import { divRound, type Paise, paise, zero } from './money.ts'
import type { Mg } from './weight.ts'

/** What a salesperson gets on a line: basis points of its taxable value or of its making, paise a gram, paise a line. */
export type Commission =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly bp: number }
  | { readonly kind: 'making'; readonly bp: number }
  | { readonly kind: 'per-gram'; readonly paise: Paise }
  | { readonly kind: 'per-line'; readonly paise: Paise }

/** A line that was sold; one that came back has its figures below zero, and takes its commission back. */
export type SoldLine = { readonly taxable: Paise; readonly making: Paise; readonly weight: Mg }

/** Half-up to the paisa. Throws RangeError for basis points that are not whole. */
export function commissionOn(commission: Commission, line: SoldLine): Paise {
  switch (commission.kind) {
    case 'none':
      return zero
    case 'value':
      return paise(divRound(line.taxable * BigInt(commission.bp), 10_000n, 'half-up'))
    case 'making':
      return paise(divRound(line.making * BigInt(commission.bp), 10_000n, 'half-up'))
    case 'per-gram':
      return paise(divRound(line.weight * commission.paise, 1000n, 'half-up'))
    case 'per-line':
      return line.taxable < 0n ? paise(-commission.paise) : commission.paise
  }
}
