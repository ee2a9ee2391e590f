import { mg } from '../../src/core/weight.ts'
import type { TableFacts } from '../../src/features/value-tables/index.ts'

/** A tray of pieces of one article, as it is told. */
export interface Kind {
  readonly name: string
  readonly purity: string
  readonly prefix: string
  readonly category: string
  readonly table: 'Gold ornaments' | 'Gold chains and bangles' | 'Silver'
  readonly count: number
  /** Gross grams, least and most. */
  readonly grams: readonly [number, number]
  /** How many in a hundred have stones. */
  readonly stones: number
  readonly counter: string
  readonly sizes: readonly string[]
}

export const kinds: readonly Kind[] = [
  {
    name: 'Necklace 22K',
    purity: '22K 916',
    prefix: 'N',
    category: 'Necklaces',
    table: 'Gold ornaments',
    count: 18,
    grams: [18, 46],
    stones: 50,
    counter: 'Counter 1',
    sizes: ['16 in', '18 in'],
  },
  {
    name: 'Chain 22K',
    purity: '22K 916',
    prefix: 'C',
    category: 'Chains',
    table: 'Gold chains and bangles',
    count: 26,
    grams: [5, 22],
    stones: 0,
    counter: 'Counter 1',
    sizes: ['18 in', '20 in', '22 in'],
  },
  {
    name: 'Ring 18K',
    purity: '18K 750',
    prefix: 'R',
    category: 'Rings',
    table: 'Gold ornaments',
    count: 30,
    grams: [2, 7],
    stones: 90,
    counter: 'Counter 2',
    sizes: ['10', '12', '14', '16', '18'],
  },
  {
    name: 'Bangle 22K',
    purity: '22K 916',
    prefix: 'B',
    category: 'Bangles',
    table: 'Gold chains and bangles',
    count: 26,
    grams: [8, 20],
    stones: 10,
    counter: 'Counter 1',
    sizes: ['2.4', '2.6', '2.8'],
  },
  {
    name: 'Payal 925',
    purity: '925',
    prefix: 'P',
    category: 'Payal',
    table: 'Silver',
    count: 20,
    grams: [30, 90],
    stones: 0,
    counter: 'Counter 3',
    sizes: ['10 in', '10.5 in'],
  },
]

const slab = (fromGrams: number, making: number, floor: number, wastage: number, leastWastage: number) => ({
  fromMg: mg(BigInt(fromGrams) * 1000n),
  makingKind: 'per-gram' as const,
  makingList: BigInt(making) * 100n,
  makingFloor: BigInt(floor) * 100n,
  wastageKind: 'percent' as const,
  wastageList: BigInt(wastage),
  wastageFloor: BigInt(leastWastage),
})

export const tables: Readonly<Record<Kind['table'], TableFacts['slabs']>> = {
  'Gold ornaments': [slab(0, 650, 520, 1200, 1000), slab(5, 520, 420, 1000, 800), slab(20, 420, 320, 900, 700)],
  'Gold chains and bangles': [slab(0, 480, 380, 800, 600), slab(10, 380, 300, 700, 500)],
  Silver: [slab(0, 18, 12, 500, 300)],
}

/** Paise a gram of the metal when these pieces came in, by what their purity is. */
export const metalCost: Readonly<Record<string, bigint>> = {
  '22K 916': 11_600_00n,
  '18K 750': 9_500_00n,
  '925': 150_00n,
  '24K 999': 12_600_00n,
}
