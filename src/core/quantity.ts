import { lakhGrouped, parseDecimal } from './digits.ts'
import { divRound, type Paise, paise } from './money.ts'

/** Quantities are kept as whole thousandths of their unit. */
export type Milli = bigint & { readonly __unit: 'milli' }

export const milli = (n: bigint): Milli => n as Milli

/** "1,200.25" → 1200250n; undefined when the text is not a number of at most three decimals. Zero and less pass. */
export function parseQuantity(text: string): Milli | undefined {
  const thousandths = parseDecimal(text, 3)
  return thousandths === undefined ? undefined : milli(thousandths)
}

/** 1500n → "1.5", 2000n → "2", 1200250n → "1,200.25" */
export function quantity(amount: Milli): string {
  const size = amount < 0n ? -amount : amount
  const decimals = (size % 1000n).toString().padStart(3, '0').replace(/0+$/, '')
  return `${amount < 0n ? '-' : ''}${lakhGrouped(size / 1000n)}${decimals ? `.${decimals}` : ''}`
}

/** What a quantity costs at a price for one, half-up to the paisa. */
export const times = (price: Paise, amount: Milli): Paise => paise(divRound(price * amount, 1000n, 'half-up'))
