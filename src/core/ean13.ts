/** The check digit of twelve digits (GS1 General Specifications, section 7.9.1): by threes and ones from the left. */
function ean13CheckDigit(twelve: string): string {
  if (!/^\d{12}$/.test(twelve)) throw new RangeError(`not twelve digits: ${twelve}`)
  const weighed = [...twelve].reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return String((10 - (weighed % 10)) % 10)
}

export const isEan13 = (text: string): boolean =>
  /^\d{13}$/.test(text) && ean13CheckDigit(text.slice(0, 12)) === text.slice(12)

/**
 * A barcode that a shop gives an item itself: GS1 keeps the numbers that begin with 2 for use inside a company, so it is never
 * that of a maker. Throws RangeError above nine digits.
 */
export function ownBarcode(number: bigint): string {
  const twelve = `200${String(number).padStart(9, '0')}`
  return twelve + ean13CheckDigit(twelve)
}
