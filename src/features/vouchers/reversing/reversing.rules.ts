/** Whether the page of a voucher offers to take it back, and if not, why. */
export function reversibility(voucher: {
  kind: string
  isByHand: boolean
  reversedBy: string | null
}): 'yes' | 'reversed' | 'reversal' | 'elsewhere' {
  if (voucher.kind === 'reversal') return 'reversal'
  if (voucher.reversedBy !== null) return 'reversed'
  return voucher.isByHand ? 'yes' : 'elsewhere'
}
