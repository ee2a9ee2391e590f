import fc from 'fast-check'

/** What a person may do next with goods. Prices are whole even rupees, so that no tax is rounded and the model stays simple. */
export type GoodsStep = {
  readonly what: (typeof deeds)[keyof typeof deeds][number]
  /** Rice, a medicine in batches, or a lid. */
  readonly item: 0 | 1 | 2
  readonly branch: 0 | 1
  readonly pieces: number
  /** Rupees for one. */
  readonly price: number
  /** Rupees of freight, duty or what making cost; often nothing. */
  readonly beside: number
  readonly onDate: string
  /** Which of the earlier papers is meant. */
  readonly chosen: number
  readonly share: 'none' | 'part' | 'all'
  readonly batch: 0 | 1
  /** What else is on the paper. */
  readonly more: 'nothing' | 'goods' | 'pieces' | 'lot' | 'both'
}

const deeds = {
  buying: [
    ...['order', 'end an order', 'receive an order', 'receive an order', 'receive', 'receive', 'cancel a receipt'],
    ...['bill a receipt', 'bill a receipt', 'bill goods', 'cancel a bill', 'send back', 'send back'],
    ...['cancel a sending back', 'pay', 'sell', 'value', 'lock'],
  ],
  selling: [
    ...['receive', 'sell', 'sell', 'sell', 'cancel a sale', 'take back', 'take back', 'cancel a taking back'],
    ...['send on approval', 'back from approval', 'book a piece', 'cancel a booking', 'buy old gold'],
    ...['cancel old gold', 'melt', 'value', 'lock'],
  ],
  moving: [
    ...['receive', 'receive', 'sell', 'transfer', 'transfer', 'arrive', 'arrive', 'arrive', 'settle the difference'],
    ...['settle the difference', 'cancel a transfer', 'to a counter', 'to hallmark', 'back from hallmark'],
    ...['make kits', 'break kits', 'change the method', 'value'],
  ],
  counting: [
    ...['receive', 'receive', 'sell', 'transfer', 'begin a count', 'scan', 'scan', 'scan', 'end a count'],
    ...['end a count', 'end a count', 'adjust', 'adjust', 'approve', 'book a piece', 'value', 'lock'],
  ],
} as const

const stepsOf = (what: fc.Arbitrary<GoodsStep['what']>): fc.Arbitrary<GoodsStep> =>
  fc.record({
    what,
    item: fc.constantFrom(0, 1, 2),
    branch: fc.constantFrom(0, 0, 1),
    pieces: fc.integer({ min: 1, max: 9 }),
    price: fc.integer({ min: 10, max: 40 }).map((half) => half * 2),
    beside: fc.constantFrom(0, 0, 0, 10, 34),
    onDate: fc.integer({ min: 1, max: 21 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
    chosen: fc.nat({ max: 50 }),
    share: fc.constantFrom('none', 'part', 'all'),
    batch: fc.constantFrom(0, 1),
    more: fc.constantFrom('nothing', 'goods', 'pieces', 'lot', 'both'),
  })

/** A day of all deeds, or one on which most is of a kind: what was begun is ended more often then. */
export const goodsDays: readonly fc.Arbitrary<GoodsStep>[] = [
  stepsOf(fc.constantFrom(...Object.values(deeds).flat())),
  ...Object.values(deeds).map((of) => stepsOf(fc.constantFrom<GoodsStep['what'][]>(...of))),
]

/** How the shop is set up. */
export type GoodsSetting = { readonly method: 'weighted-average' | 'fifo'; readonly negative: 'refuse' | 'warn' }

export const goodsSettings: fc.Arbitrary<GoodsSetting> = fc.record({
  method: fc.constantFrom('weighted-average', 'fifo'),
  negative: fc.constantFrom('refuse', 'refuse', 'warn'),
})
