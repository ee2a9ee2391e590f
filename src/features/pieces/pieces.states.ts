export const pieceStates = [
  'in-stock',
  'reserved',
  'on-approval',
  'at-hallmark',
  'in-transit',
  'sold',
  'melted',
  'missing',
  'gone',
] as const
export type PieceState = (typeof pieceStates)[number]

export const isPieceState = (text: unknown): text is PieceState => pieceStates.some((state) => state === text)

/**
 * True where the piece stands in the level of its article: wherever it lies as the shop's, but on the road between branches,
 * where its worth stands on the account of goods in transit.
 */
export function isOwned(state: PieceState): boolean {
  switch (state) {
    case 'in-stock':
    case 'reserved':
    case 'on-approval':
    case 'at-hallmark':
      return true
    case 'in-transit':
    case 'sold':
    case 'melted':
    case 'missing':
    case 'gone':
      return false
  }
}

export const pieceEventKinds = [
  'tagged',
  'changed',
  'reserved',
  'released',
  'sold',
  'sale-cancelled',
  'returned',
  'approval-out',
  'approval-back',
  'hallmark-out',
  'hallmark-back',
  'moved',
  'sent',
  'arrived',
  'melted',
  'worked',
  'missed',
  'found',
  'printed',
  'gone',
] as const
export type PieceEventKind = (typeof pieceEventKinds)[number]
