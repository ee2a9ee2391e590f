const firstOfScript = [0x0966, 0x0ae6] // Devanagari and Gujarati zero

/** "१२૩" → "123": the digits of Devanagari and Gujarati keyboards, all else as it stands. */
export function asciiDigits(text: string): string {
  return text.replace(/[\u0966-\u096f\u0ae6-\u0aef]/g, (digit) => {
    const code = digit.charCodeAt(0)
    const zero = firstOfScript.findLast((first) => first <= code) ?? code
    return String(code - zero)
  })
}

/** Money, quantities and rates stay under this many digits, decimals counted: exact as a Postgres bigint and as a number. */
const mostDigits = 15

/**
 * Reads "1,23,456.5" as a whole number of the smallest unit ("places" decimals), undefined when it is no such number.
 * Commas may group the Indian or the Western way; one that could be a decimal comma ("1,5") is refused, not guessed at.
 */
export function parseDecimal(text: string, places: number): bigint | undefined {
  const match = /^([-−]?)([\d,]*)(?:\.(\d+))?$/.exec(asciiDigits(text.trim()))
  if (!match) return undefined
  const [sign, whole = '', decimals = ''] = match.slice(1)
  if (!(isWhole(whole) || (whole === '' && decimals !== '')) || decimals.length > places) return undefined
  const digits = (whole.replaceAll(',', '') + decimals.padEnd(places, '0')).replace(/^0+(?=\d)/, '')
  if (digits.length > mostDigits) return undefined
  return sign ? -BigInt(digits) : BigInt(digits)
}

function isWhole(text: string): boolean {
  return /^\d+$|^\d{1,3}(,\d{3})+$|^\d{1,2}(,\d{2})*,\d{3}$/.test(text)
}

/** 123456789n → "12,34,56,789"; negative numbers keep their sign. */
export function lakhGrouped(whole: bigint): string {
  const sign = whole < 0n ? '-' : ''
  const digits = (whole < 0n ? -whole : whole).toString()
  const head = digits.slice(0, -3).replace(/\B(?=(\d\d)+$)/g, ',')
  return `${sign}${head ? `${head},` : ''}${digits.slice(-3)}`
}
