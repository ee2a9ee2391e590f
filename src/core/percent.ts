import { parseDecimal } from './digits.ts'

/** "12.5" or "12.5 %" → 1250 basis points; undefined when it is no percentage of at most two decimals and 100 at most. */
export function parsePercent(text: string): number | undefined {
  const bp = parseDecimal(text.trim().replace(/\s*%$/, ''), 2)
  return bp === undefined || bp < 0n || bp > 10_000n ? undefined : Number(bp)
}

/** 1800 → "18", 25 → "0.25", 150 → "1.5" */
export function percent(bp: number): string {
  const decimals = String(bp % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return `${Math.floor(bp / 100)}${decimals ? `.${decimals}` : ''}`
}
