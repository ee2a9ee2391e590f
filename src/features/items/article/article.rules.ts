import type { SaleMode } from '../../../core/piece-price.ts'

export const trackings = ['piece', 'lot'] as const
export type Tracking = (typeof trackings)[number]
export const saleModes = ['weight', 'fixed', 'pieces', 'own-rate'] as const satisfies readonly SaleMode[]
export const weightBases = ['net', 'gross'] as const
export type WeightBasis = (typeof weightBases)[number]
