/** 1500n → "1.5", 2000n → "2", -25480n → "-25.48": as sheets and programs read it. */
export function plainThousandths(amount: bigint): string {
  const size = amount < 0n ? -amount : amount
  const decimals = (size % 1000n).toString().padStart(3, '0').replace(/0+$/, '')
  return `${amount < 0n ? '-' : ''}${size / 1000n}${decimals ? `.${decimals}` : ''}`
}

/** 416n → "+4.16", -1250n → "-12.50": a change with its sign. */
export function plainHundredths(bp: bigint): string {
  const size = bp < 0n ? -bp : bp
  return `${bp < 0n ? '-' : bp > 0n ? '+' : ''}${size / 100n}.${(size % 100n).toString().padStart(2, '0')}`
}

/** 125n → "12.5" */
export function plainTenths(tenths: bigint): string {
  const size = tenths < 0n ? -tenths : tenths
  return `${tenths < 0n ? '-' : ''}${size / 10n}.${size % 10n}`
}
