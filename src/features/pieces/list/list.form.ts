import { type Mg, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import { isPieceState, type PieceState } from '../pieces.states.ts'

export interface PiecesFilter {
  /** A tag or its beginning, a HUID, or words of the article. */
  readonly search: string
  /** Undefined: in any state. */
  readonly state: PieceState | undefined
  readonly itemId: string | undefined
  readonly purityId: string | undefined
  readonly counter: string | undefined
  /** Gross. */
  readonly least: Mg | undefined
  readonly most: Mg | undefined
}

export const filterNames = ['q', 'state', 'item', 'purity', 'counter', 'least', 'most'] as const
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
    itemId: isId(typed.item) ? typed.item : undefined,
    purityId: isId(typed.purity) ? typed.purity : undefined,
    counter: typed.counter === '' ? undefined : typed.counter,
    least: weight('least'),
    most: weight('most'),
  }
  return { filter, errors }
}

/** Nothing is asked but what is in stock. */
export const isPlain = ({ search, state, itemId, purityId, counter, least, most }: PiecesFilter): boolean =>
  search === '' && state === 'in-stock' && [itemId, purityId, counter, least, most].every((one) => one === undefined)

export const byWeight = ({ least, most }: PiecesFilter): boolean => least !== undefined || most !== undefined
