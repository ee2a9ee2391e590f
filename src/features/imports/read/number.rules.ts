/**
 * A number as a spreadsheet stores it ("1234.5600000000001", "9.82501234E9") as people wrote it: "1234.56",
 * "9825012340". A spreadsheet keeps 15 digits; what it adds behind them is none of the amount.
 */
export function tidyNumber(stored: string): string {
  if (/^-?\d{1,15}$/.test(stored)) return stored
  const [mantissa = '', exponent] = Number(stored).toExponential(14).split('e')
  const power = Number(exponent)
  if (!Number.isInteger(power) || Math.abs(power) > 30) return stored
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replaceAll(/[-.]/g, '')
  const whole = power < 0 ? '0' : digits.slice(0, power + 1).padEnd(power + 1, '0')
  const decimals = (power < 0 ? '0'.repeat(-power - 1) + digits : digits.slice(power + 1)).replace(/0+$/, '')
  return `${sign}${whole}${decimals && `.${decimals}`}`
}
