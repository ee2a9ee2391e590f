import type { IsoDate } from '../../core/dates.ts'
import type { Goods } from '../../core/goods.ts'
import type { Paise } from '../../core/money.ts'

export const movementForms = [
  'transfer',
  'counter',
  'adjustment',
  'assembly',
  'breaking',
  'melting',
  'hallmark',
  'workshop',
] as const
export type MovementForm = (typeof movementForms)[number]

export const movementStates = [
  'waiting',
  'refused',
  'done',
  'in-transit',
  'differs',
  'received',
  'cancelled',
  'out',
  'back',
] as const
export type MovementState = (typeof movementStates)[number]

/** The lists: kits that were broken stand beside those that were made. */
export const movementLists = [
  'transfers',
  'counters',
  'adjustments',
  'assemblies',
  'workshop',
  'meltings',
  'hallmarks',
] as const
export type MovementList = (typeof movementLists)[number]

export function listOf(form: MovementForm): MovementList {
  switch (form) {
    case 'transfer':
      return 'transfers'
    case 'counter':
      return 'counters'
    case 'adjustment':
      return 'adjustments'
    case 'assembly':
    case 'breaking':
      return 'assemblies'
    case 'melting':
      return 'meltings'
    case 'hallmark':
      return 'hallmarks'
    case 'workshop':
      return 'workshop'
  }
}

export const formsOf = (list: MovementList): MovementForm[] => movementForms.filter((form) => listOf(form) === list)

/** CGST Rules, rule 55: a challan goes with goods that move without a supply; what stays in the house has a slip. */
export function paperOf(form: MovementForm): { kind: string; prefix: string } {
  switch (form) {
    case 'transfer':
      return { kind: 'stock-transfer', prefix: 'ST' }
    case 'hallmark':
      return { kind: 'job-challan', prefix: 'JC' }
    case 'counter':
    case 'adjustment':
    case 'assembly':
    case 'breaking':
    case 'melting':
    case 'workshop':
      return { kind: 'stock-slip', prefix: 'SS' }
  }
}

/** What a line names: an item by quantity, a tagged piece, or a lot by weight. */
export type GoodsRef = { readonly kind: 'item' | 'piece' | 'lot'; readonly id: string }

/** A line as it is kept, and as its paper says it. */
export interface LineToKeep {
  readonly side: 'out' | 'in' | 'same'
  readonly itemId: string
  readonly pieceId: string | null
  readonly lotId: string | null
  /** Of an item, where it was chosen: else the earliest goes first. */
  readonly batchId?: string | null
  readonly words: string
  readonly about: string
  readonly hsn: string
  readonly unit: string
  readonly goods: Goods
  readonly reason?: string
  readonly credit?: Paise
  /** Still on the road. */
  readonly isOpen?: boolean
}

export interface MovementHead {
  id: string
  form: MovementForm
  state: MovementState
  branchId: string
  branchName: string
  toBranchId: string | null
  toBranchName: string | null
  toCounter: string
  partyId: string | null
  partyName: string | null
  documentId: string | null
  number: string | null
  onDate: IsoDate
  dueOn: IsoDate | null
  note: string
  value: Paise
  figures: Record<string, string>
  askedBy: string
  askedByName: string
  askedAt: Date
  closedByName: string
  closedAt: Date | null
  closedReason: string
}

export interface MovementLine {
  line: number
  side: 'out' | 'in' | 'same'
  itemId: string
  pieceId: string | null
  lotId: string | null
  batchId: string | null
  words: string
  about: string
  hsn: string
  unit: string
  goods: Goods
  open: Goods
  reason: string
  credit: Paise
  outcome: string
  outcomeNote: string
}

export interface MovementEvent {
  kind: string
  words: string
  amount: bigint
  voucherId: string | null
  byName: string
  at: Date
}
