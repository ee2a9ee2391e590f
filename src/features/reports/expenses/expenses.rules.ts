import type { IsoDate } from '../../../core/dates.ts'
import { divRound } from '../../../core/money.ts'

/** What fell on each of the months, and the sum; a month without anything is zero. */
export function byMonth(
  head: { readonly months: readonly IsoDate[]; readonly amounts: readonly bigint[] },
  months: readonly IsoDate[],
): bigint[] {
  const amounts = new Map(head.months.map((month, at) => [month, head.amounts[at] ?? 0n]))
  const own = months.map((month) => amounts.get(month) ?? 0n)
  return [...own, own.reduce((all, amount) => all + amount, 0n)]
}

/** "12.5 %" (never broken) of the whole, rounded half up to a tenth; nothing of a whole that is no amount. */
export function shareText(part: bigint, whole: bigint): string {
  if (whole <= 0n) return ''
  const tenths = divRound(part * 1000n, whole, 'half-up')
  const [sign, size] = tenths < 0n ? ['-', -tenths] : ['', tenths]
  return `${sign}${size / 10n}.${size % 10n}\u00a0%`
}
