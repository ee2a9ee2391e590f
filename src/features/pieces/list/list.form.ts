import { type Mg, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import { isPieceState, type PieceState } from '../pieces.states.ts'

export interface PiecesFilter {
  /** A tag or its beginning, a HUID, or words of the article. */
  readonly search: string
  /** Undefined: in any state. */
  readonly state: PieceState | undefined
  /** All that stand in the levels, in whichever state: `state=ours` in the address. */
  readonly isOurs: boolean
  readonly itemId: string | undefined
  readonly purityId: string | undefined
  readonly counter: string | undefined
  /** Gross. */
  readonly least: Mg | undefined
  readonly most: Mg | undefined
  readonly age: PieceAge | undefined
}

/** Days since a piece came, both among it; `to` is undefined where it is that old or older. */
export interface PieceAge {
  readonly from: number
  readonly to: number | undefined
}

/** As the ageing of stock parts them. */
export const ages: readonly PieceAge[] = [
  { from: 0, to: 30 },
  { from: 31, to: 60 },
  { from: 61, to: 90 },
  { from: 91, to: 180 },
  { from: 181, to: 365 },
  { from: 366, to: undefined },
]

/** "31-60", "366-": as it stands in the address. */
export const ageText = ({ from, to }: PieceAge): string => `${from}-${to ?? ''}`

export const filterNames = ['q', 'state', 'item', 'purity', 'counter', 'least', 'most', 'age'] as const
export type TypedFilter = Readonly<Record<(typeof filterNames)[number], string>>

/** The states that have a tab of their own; the rest stand under all. */
export const tabStates = ['in-stock', 'reserved', 'on-approval', 'at-hallmark', 'sold', 'missing', 'all'] as const

export interface ParsedFilter {
  filter: PiecesFilter
  errors: Partial<Record<'least' | 'most', Said>>
}

/** A field that cannot be read filters nothing, and is named. */
export function parseFilter(typed: TypedFilter): ParsedFilter {
  const errors: ParsedFilter['errors'] = {}
  const weight = (name: 'least' | 'most'): Mg | undefined => {
    if (typed[name].trim() === '') return undefined
    const read = parseGrams(typed[name])
    if (read === undefined) errors[name] = { key: 'valueTables.problem.weight' }
    return read
  }
  const state = typed.state === '' ? 'in-stock' : typed.state
  const filter = {
    search: typed.q.trim(),
    state: isPieceState(state) ? state : undefined,
    isOurs: state === 'ours',
    itemId: isId(typed.item) ? typed.item : undefined,
    purityId: isId(typed.purity) ? typed.purity : undefined,
    counter: typed.counter === '' ? undefined : typed.counter,
    least: weight('least'),
    most: weight('most'),
    age: parseAge(typed.age),
  }
  return { filter, errors }
}

function parseAge(typed: string): PieceAge | undefined {
  const [, from, to] = /^(\d{1,5})-(\d{0,5})$/.exec(typed) ?? []
  return from === undefined ? undefined : { from: Number(from), to: to === '' ? undefined : Number(to) }
}

/** Nothing is asked but what is in stock. */
export const isPlain = ({ search, state, itemId, purityId, counter, least, most, age }: PiecesFilter): boolean =>
  search === '' &&
  state === 'in-stock' &&
  [itemId, purityId, counter, least, most, age].every((one) => one === undefined)

export const byWeight = ({ least, most }: PiecesFilter): boolean => least !== undefined || most !== undefined

/** By weight where one is asked, else by age, what lies longest first, else by tag. */
export type PiecesOrder = 'weight' | 'age' | 'tag'

export const orderOf = (filter: PiecesFilter): PiecesOrder =>
  byWeight(filter) ? 'weight' : filter.age === undefined ? 'tag' : 'age'
