import { add, divRound, negate, type Paise, paise, zero } from './money.ts'
import { isUnionTerritory } from './states.ts'

/** intra: CGST + SGST (UTGST); inter: IGST. */
export type Supply = 'intra' | 'inter'

/** The heads of GST. In a Union Territory `sgst` is UTGST. */
export type Heads = { cgst: Paise; sgst: Paise; igst: Paise; cess: Paise }

export const noHeads: Heads = { cgst: zero, sgst: zero, igst: zero, cess: zero }

/** Which heads a supply bears, by the codes of both States. SEZ and export (96) are always inter-State: IGST Act, section 7(5). */
export function supplyOf(fromState: string, placeOfSupply: string, options: { sez?: boolean } = {}): Supply {
  return options.sez || placeOfSupply === '96' || fromState !== placeOfSupply ? 'inter' : 'intra'
}

/** The tax on a taxable value. CGST and SGST are each half-up of half the rate, never halves of a rounded whole: CGST Act, section 170. */
export function taxOn(taxable: Paise, rateBp: number, supply: Supply): Heads {
  const rate = BigInt(rateBp)
  switch (supply) {
    case 'intra': {
      const half = paise(divRound(taxable * rate, 20_000n, 'half-up'))
      return { ...noHeads, cgst: half, sgst: half }
    }
    case 'inter':
      return { ...noHeads, igst: paise(divRound(taxable * rate, 10_000n, 'half-up')) }
  }
}

/**
 * The taxable value inside a price that includes tax: taxable + tax = price where two decimals allow it
 * (100 at 18 % = 84.74 + 7.63 + 7.63), else the nearest that does not pass the price.
 */
export function taxableInside(gross: Paise, rateBp: number, supply: Supply): Paise {
  if (gross < 0n) return negate(taxableInside(negate(gross), rateBp, supply))
  const withTax = (taxable: bigint): bigint => taxable + taxTotal(taxOn(paise(taxable), rateBp, supply))
  let taxable = divRound(gross * 10_000n, 10_000n + BigInt(rateBp), 'ceil') // rounding of the tax never lifts it further
  while (withTax(taxable) > gross) taxable -= 1n
  return paise(taxable)
}

export const taxTotal = (heads: Heads): Paise => paise(heads.cgst + heads.sgst + heads.igst + heads.cess)

export const addHeads = (a: Heads, b: Heads): Heads => ({
  cgst: add(a.cgst, b.cgst),
  sgst: add(a.sgst, b.sgst),
  igst: add(a.igst, b.igst),
  cess: add(a.cess, b.cess),
})

export const sumHeads = (all: readonly Heads[]): Heads => all.reduce(addHeads, noHeads)

/** How the State's own half is called on a paper of that State. */
export const sgstName = (stateCode: string): 'SGST' | 'UTGST' => (isUnionTerritory(stateCode) ? 'UTGST' : 'SGST')
