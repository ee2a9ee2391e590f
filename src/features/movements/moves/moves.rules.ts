import type { MoveKind } from '../../stock/index.ts'

export const moveKinds = [
  'opening',
  'sale',
  'sale-cancelled',
  'return',
  'return-cancelled',
  'purchase',
  'purchase-cancelled',
  'purchase-return',
  'purchase-return-cancelled',
  'old-gold',
  'old-gold-cancelled',
  'transfer',
  'adjustment',
  'count',
  'own-use',
  'sample',
  'wastage',
  'assembly',
  'melting',
  'revaluation',
] as const satisfies readonly MoveKind[]
