import type { AccountRole } from './chart.ts'
import { type Paise, sum } from './money.ts'

/** Why stock is put right. Only a count finds more. */
export const adjustmentReasons = ['counted', 'broken', 'expired', 'theft', 'own-use', 'sample', 'wastage'] as const
export type AdjustmentReason = (typeof adjustmentReasons)[number]

type AdjustmentKind = 'adjustment' | 'count' | 'own-use' | 'sample' | 'wastage'

/** Under which kind the goods move, and on which account their cost stands. */
export function adjustmentOf(reason: AdjustmentReason): { kind: AdjustmentKind; role: AccountRole } {
  switch (reason) {
    case 'counted':
      return { kind: 'count', role: 'stock-adjustment' }
    case 'broken':
    case 'expired':
    case 'theft':
      return { kind: 'adjustment', role: 'stock-adjustment' }
    case 'own-use':
      return { kind: 'own-use', role: 'own-use' }
    case 'sample':
      return { kind: 'sample', role: 'samples' }
    case 'wastage':
      return { kind: 'wastage', role: 'stock-wastage' }
  }
}

/** What becomes of a piece: one that is not found may be found again, another is gone for good. */
export const pieceAfter = (reason: AdjustmentReason): 'missing' | 'gone' =>
  reason === 'counted' || reason === 'theft' ? 'missing' : 'gone'

/** Whether it waits for someone else: above the limit, unless an owner does it. No limit: never. */
export const mustWait = (
  values: readonly Paise[],
  { limit, isOwner }: { limit: Paise | null; isOwner: boolean },
): boolean => limit !== null && !isOwner && sum(values) > limit
