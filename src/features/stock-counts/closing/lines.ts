import { negate, type Paise, paise, zero } from '../../../core/money.ts'
import { milli, times } from '../../../core/quantity.ts'
import { isWithin, itemDifference, worthOf } from '../../../core/stock-count.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { CountRow } from '../counts.queries.ts'
import {
  type ItemEntryRow,
  listEntries,
  listMissed,
  listStrange,
  listUncounted,
  listWeighed,
  type UncountedRow,
} from './lines.queries.ts'

export type CountLineKind = 'missing' | 'found' | 'elsewhere' | 'moved' | 'item' | 'lot' | 'uncounted' | 'note'

/** A difference as it is reviewed. */
export interface NewCountLine {
  kind: CountLineKind
  thingId: string | null
  itemId: string | null
  code: string
  words: string
  outcome: string
  place: string
  bookPlace: string
  said: string
  bookMilli: bigint
  countedMilli: bigint
  bookMg: bigint
  countedMg: bigint
  /** What the stock gains by it, as far as can be said now; what is posted is reckoned when it is. */
  value: Paise
  movedMeanwhile: boolean
  decision: 'post' | 'leave'
}

export interface CountOutcome {
  lines: NewCountLine[]
  counted: number
  gone: number
  wrong: number
}

/** What differs between the shelf and the book as it stood when each thing was counted, or stands now where nobody did. */
export function reckon(tx: Tx, businessId: string, count: CountRow): Promise<CountOutcome> {
  switch (count.kind) {
    case 'pieces':
      return reckonPieces(tx, businessId, count)
    case 'items':
      return reckonItems(tx, businessId, count)
    case 'lots':
      return reckonLots(tx, businessId, count)
  }
}

const blank = {
  ...{ thingId: null, itemId: null, code: '', words: '', outcome: '', place: '', bookPlace: '', said: '' },
  ...{ bookMilli: 0n, countedMilli: 0n, bookMg: 0n, countedMg: 0n, value: zero, movedMeanwhile: false },
} as const

async function reckonPieces(tx: Tx, businessId: string, count: CountRow): Promise<CountOutcome> {
  const counter = count.scope === 'counter' ? count.scopeText : null
  const [unseen, strange] = await together([
    listMissed(tx, businessId, count, counter),
    listStrange(tx, businessId, count.id),
  ])
  const missing = unseen.filter(({ isMissing }) => isMissing)
  const lines: NewCountLine[] = [
    ...missing.map((piece) => ({
      ...blank,
      ...{ kind: 'missing' as const, thingId: piece.id, itemId: piece.itemId, code: piece.tag, words: piece.words },
      ...{ bookPlace: piece.counter, said: piece.lastEvent, bookMilli: 1000n, bookMg: piece.net },
      ...{ value: negate(piece.cost), decision: 'post' as const },
    })),
    ...strange.map((scan) => {
      const kind = kindOf(scan.outcome, count)
      return {
        ...blank,
        ...{
          kind,
          thingId: scan.thingId,
          itemId: scan.itemId,
          code: scan.code,
          words: scan.words,
          outcome: scan.outcome,
        },
        ...{
          place: scan.place,
          bookPlace: scan.bookPlace,
          said: scan.note,
          countedMilli: 1000n,
          countedMg: scan.weight,
        },
        value: kind === 'found' ? (scan.cost ?? zero) : zero,
        decision: kind === 'note' ? ('leave' as const) : ('post' as const),
      }
    }),
  ]
  // A piece that was scanned as sold or away is not missing, and was not counted where the book has it either.
  const away = strange.filter(({ isExpected, outcome }) => isExpected && outcome !== 'moved').length
  const gone = unseen.length - missing.length + away
  const wrong = missing.length + strange.filter(({ outcome }) => outcome === 'moved').length
  return { lines, counted: count.expected - unseen.length - away, gone, wrong }
}

/** What can be put right here; the rest is settled by the paper that holds the piece, and is only noted. */
function kindOf(outcome: string, { scope, scopeText }: CountRow): CountLineKind {
  if (outcome === 'missing') return 'found'
  if (outcome === 'other-branch') return 'elsewhere'
  // Nobody can say to which counter a piece belongs where the one that is counted has no name.
  if (outcome === 'moved') return scope === 'counter' && scopeText === '' ? 'note' : 'moved'
  return 'note'
}

async function reckonItems(tx: Tx, businessId: string, count: CountRow): Promise<CountOutcome> {
  const [entries, uncounted, strange] = await together([
    listEntries(tx, businessId, count),
    listUncounted(tx, businessId, { ...count, kind: 'items' }),
    listStrange(tx, businessId, count.id),
  ])
  const byItem = Map.groupBy(entries, ({ id }) => id)
  const tolerance = { mg: 0n, bp: count.toleranceBp }
  const differing = [...byItem.values()].flatMap((of) => {
    const { counted, book, difference, movedMeanwhile } = itemDifference(of)
    const [item] = of
    if (!item || isWithin(difference, book, tolerance)) return []
    const line: NewCountLine = {
      ...blank,
      ...{ kind: 'item', thingId: item.id, itemId: item.id, code: item.name, words: item.unit, bookPlace: item.shelf },
      ...{
        bookMilli: book,
        countedMilli: counted,
        value: worthOfItem(item, difference),
        movedMeanwhile,
        decision: 'post',
      },
    }
    return [line]
  })
  const lines = [...differing, ...uncounted.map(uncountedLine), ...strange.map(noteOf)]
  return { lines, counted: byItem.size, gone: 0, wrong: differing.length + uncounted.length }
}

/** By the average cost where the book has any of it, else by the last known one. */
function worthOfItem({ levelMilli, levelPaise, lastCost }: ItemEntryRow, difference: bigint): Paise {
  if (levelMilli > 0n) return worthOf(difference, { size: levelMilli, value: levelPaise })
  const worth = times(lastCost, milli(difference < 0n ? -difference : difference))
  return difference < 0n ? negate(worth) : worth
}

async function reckonLots(tx: Tx, businessId: string, count: CountRow): Promise<CountOutcome> {
  const [weighed, uncounted, strange] = await together([
    listWeighed(tx, businessId, count.id),
    listUncounted(tx, businessId, { ...count, kind: 'lots' }),
    listStrange(tx, businessId, count.id),
  ])
  const tolerance = { mg: count.toleranceMg, bp: count.toleranceBp }
  const differing = weighed.flatMap((lot) => {
    const difference = lot.weight - lot.bookMg
    if (isWithin(difference, lot.bookMg, tolerance)) return []
    const line: NewCountLine = {
      ...blank,
      ...{ kind: 'lot', thingId: lot.id, itemId: lot.itemId, code: lot.name, words: lot.unit, bookPlace: lot.place },
      ...{ bookMg: lot.bookMg, countedMg: lot.weight, decision: 'post' },
      value: worthOf(difference, { size: lot.levelMg, value: lot.levelPaise }),
    }
    return [line]
  })
  const lines = [...differing, ...uncounted.map(uncountedLine), ...strange.map(noteOf)]
  return { lines, counted: weighed.length, gone: 0, wrong: differing.length + uncounted.length }
}

/** Not counted is not the same as not there: it is posted only where somebody says so. */
const uncountedLine = (row: UncountedRow): NewCountLine => ({
  ...blank,
  ...{ kind: 'uncounted', thingId: row.id, itemId: row.itemId, code: row.name, words: row.unit, bookPlace: row.place },
  ...{ bookMilli: row.levelMilli, bookMg: row.levelMg, value: paise(-row.levelPaise), decision: 'leave' },
})

const noteOf = (scan: {
  thingId: string | null
  code: string
  words: string
  outcome: string
  place: string
  bookPlace: string
  note: string
}): NewCountLine => ({
  ...blank,
  ...{ kind: 'note', thingId: scan.thingId, code: scan.code, words: scan.words, outcome: scan.outcome },
  ...{ place: scan.place, bookPlace: scan.bookPlace, said: scan.note, decision: 'leave' },
})
