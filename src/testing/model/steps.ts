import fc from 'fast-check'

/** What a person may do next. Amounts are whole rupees, so that nothing is rounded and the model stays simple. */
export type Step = {
  readonly what: (typeof deeds)[number]
  readonly party: number
  /** Rupees. */
  readonly amount: number
  readonly pieces: number
  readonly onDate: string
  /** Which of the earlier bills, papers, vouchers or items is meant. */
  readonly chosen: number
  readonly share: 'none' | 'part' | 'all'
  readonly mode: 'cash' | 'upi' | 'bank'
}

const deeds = [
  'sell',
  'sell',
  'sell to a walk-in',
  'cancel a bill',
  'take back',
  'take back',
  'receive',
  'receive',
  'pay',
  'cancel a paper',
  'settle',
  'undo one',
  'write off',
  'discount',
  'journal',
  'charge',
  'contra',
  'expense',
  'buy on credit',
  'credit note',
  'debit note',
  'reverse',
  'lock',
] as const

export const steps: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...deeds),
  party: fc.constantFrom(0, 1),
  amount: fc.integer({ min: 1, max: 900 }),
  pieces: fc.integer({ min: 1, max: 12 }),
  onDate: fc.integer({ min: 1, max: 21 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
  chosen: fc.nat({ max: 50 }),
  share: fc.constantFrom('none', 'part', 'all'),
  mode: fc.constantFrom('cash', 'upi', 'bank'),
})
