import { boughtKinds, figureColumns, soldKinds } from './stock.moves.sql.ts'
import type { NewMove } from './stock.moves.ts'
import type { MoveKind } from './stock.queries.ts'

/** What a month keeps beside the figures, in the order of `flowColumns`. */
export const flowFigures = ['in', 'out', 'inValue', 'outValue', 'sold', 'soldValue', 'bought', 'boughtValue'] as const

type Figures = Record<(typeof figureColumns)[number]['figure'], bigint>
type Flows = Record<(typeof flowFigures)[number], bigint>

/** What the moves of one happening change of a level, and of its month. */
export interface LevelChange extends Figures, Flows {
  itemId: string
  branchId: string
  /** Of goods that are counted, that is without a piece or lot. */
  isCounted: boolean
  /** Takes its value from a move that was before, perhaps. */
  comesBack: boolean
}

/** One for each level, in the order of its key: whoever writes several levels writes them as everyone does. */
export function changedLevels(moves: readonly NewMove[], usual: MoveKind): LevelChange[] {
  const changes = new Map<string, LevelChange>()
  for (const move of moves) {
    const { itemId, branchId, kind = usual } = move
    const key = `${itemId} ${branchId}`
    const change = changes.get(key) ?? {
      itemId,
      branchId,
      ...noFigures(),
      ...noFlows(),
      isCounted: true,
      comesBack: false,
    }
    addTo(change, move)
    addFlows(change, move, kind)
    change.isCounted &&= (move.pieceId ?? move.lotId ?? null) === null
    change.comesBack ||= returning.includes(kind)
    changes.set(key, change)
  }
  return [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change)
}

/** The figures of each branch, in the order of its id. */
export function changedDays(changes: readonly LevelChange[]): (Figures & { branchId: string })[] {
  const days = new Map<string, Figures & { branchId: string }>()
  for (const change of changes) {
    const { branchId } = change
    const day = days.get(branchId) ?? { branchId, ...noFigures() }
    addTo(day, change)
    days.set(branchId, day)
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day)
}

const returning: readonly string[] = ['sale-cancelled', 'return', 'transfer', 'assembly']
const sold: readonly string[] = soldKinds
const bought: readonly string[] = boughtKinds

const noFigures = (): Figures => ({ quantity: 0n, value: 0n, gross: 0n, net: 0n, fine: 0n, carat: 0n })
const noFlows = (): Flows => ({
  ...{ in: 0n, out: 0n, inValue: 0n, outValue: 0n, sold: 0n, soldValue: 0n, bought: 0n, boughtValue: 0n },
})

function addTo(sums: Figures, of: Partial<Figures>): void {
  for (const { figure } of figureColumns) sums[figure] += of[figure] ?? 0n
}

function addFlows(flows: Flows, { quantity, value }: NewMove, kind: MoveKind): void {
  if (quantity > 0n) {
    flows.in += quantity
    flows.inValue += value
  } else {
    flows.out -= quantity
    flows.outValue -= value
  }
  if (sold.includes(kind)) {
    flows.sold -= quantity
    flows.soldValue -= value
  }
  if (bought.includes(kind)) {
    flows.bought += quantity
    flows.boughtValue += value
  }
}
