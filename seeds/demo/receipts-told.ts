/** A line that comes: of how many, how many are rejected and why, what one costs in rupees. */
export interface ToldGoods {
  readonly item: string
  readonly quantity: number
  readonly price: number
  readonly rejected?: readonly [count: number, why: string]
}

/** An order that comes in two parts, its bill with another price for the first item, and a part of the money. */
export interface ToldChain {
  readonly supplier: string
  readonly theirNumber: string
  readonly rateBp: number
  /** Days ago of the order, both receipts, the bill and the payment. */
  readonly daysAgo: readonly [number, number, number, number, number]
  readonly first: readonly ToldGoods[]
  readonly second: readonly ToldGoods[]
  /** Rupees. */
  readonly freight: number
  /** By so much the bill is dearer for one of the first item. */
  readonly dearer: number
  readonly paid: number
}

export const grocerChain: ToldChain = {
  ...{ supplier: 'Sunrise Distributors', theirNumber: 'SD/2418', rateBp: 1800 },
  daysAgo: [24, 20, 16, 15, 8],
  first: [
    { item: 'Detergent powder 1 kg', quantity: 24, price: 110 },
    { item: 'Dish wash bar', quantity: 60, price: 26, rejected: [5, 'Wrappers torn'] },
  ],
  second: [
    { item: 'Detergent powder 1 kg', quantity: 16, price: 110 },
    { item: 'Floor cleaner 1 l', quantity: 12, price: 154 },
  ],
  ...{ freight: 300, dearer: 2, paid: 3000 },
}

export const jewellerChain: ToldChain = {
  ...{ supplier: 'Velvet Pack', theirNumber: 'VP-771', rateBp: 1800 },
  daysAgo: [22, 18, 12, 11, 5],
  first: [{ item: 'Jewellery box, velvet', quantity: 40, price: 110, rejected: [4, 'Lids do not close'] }],
  second: [{ item: 'Jewellery box, velvet', quantity: 20, price: 110 }],
  ...{ freight: 180, dearer: 4, paid: 2000 },
}

/** A baby's food that comes in batches: one that is over, one that soon is, one that is fresh. By days from today. */
export const batchesTold = [
  { number: 'NB2511', madeIn: -190, expiresIn: -3, quantity: 6 },
  { number: 'NB2604', madeIn: -150, expiresIn: 20, quantity: 18 },
  { number: 'NB2609', madeIn: -40, expiresIn: 240, quantity: 24 },
] as const
