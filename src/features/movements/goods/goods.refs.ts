import type { GoodsRef } from '../movements.types.ts'

const refKinds = ['item', 'piece', 'lot'] as const

export const isRefKind = (text: string): text is GoodsRef['kind'] => refKinds.some((one) => one === text)
