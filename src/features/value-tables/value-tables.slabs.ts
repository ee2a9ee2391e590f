import { paise } from '../../core/money.ts'
import type { Charge, Slab, Wastage } from '../../core/value-table.ts'
import { type Mg, mg } from '../../core/weight.ts'

export const makingKinds = ['none', 'per-gram', 'percent', 'fixed'] as const
export type MakingKind = (typeof makingKinds)[number]

export const wastageKinds = ['none', 'percent', 'weight'] as const
export type WastageKind = (typeof wastageKinds)[number]

/** A slab as it is kept: each figure in the unit of its kind. */
export interface SlabRow {
  fromMg: Mg
  makingKind: MakingKind
  makingList: bigint
  makingFloor: bigint
  wastageKind: WastageKind
  wastageList: bigint
  wastageFloor: bigint
  makingOnWastage: boolean
}

export const slabOf = (row: SlabRow): Slab => ({
  fromMg: row.fromMg,
  making: chargeOf(row.makingKind, row.makingList),
  makingFloor: chargeOf(row.makingKind, row.makingFloor),
  wastage: wastageOf(row.wastageKind, row.wastageList),
  wastageFloor: wastageOf(row.wastageKind, row.wastageFloor),
  makingOnWastage: row.makingOnWastage,
})

/** `figure` is paise a gram, basis points or paise, by the kind. */
export function chargeOf(kind: MakingKind, figure: bigint): Charge {
  switch (kind) {
    case 'none':
      return { kind }
    case 'per-gram':
    case 'fixed':
      return { kind, paise: paise(figure) }
    case 'percent':
      return { kind, bp: Number(figure) }
  }
}

/** `figure` is basis points or milligrams, by the kind. */
export function wastageOf(kind: WastageKind, figure: bigint): Wastage {
  switch (kind) {
    case 'none':
      return { kind }
    case 'percent':
      return { kind, bp: Number(figure) }
    case 'weight':
      return { kind, mg: mg(figure) }
  }
}

/** The figure of a charge or a wastage, as it is kept. */
export function figureOf(of: Charge | Wastage): bigint {
  switch (of.kind) {
    case 'none':
      return 0n
    case 'per-gram':
    case 'fixed':
      return of.paise
    case 'percent':
      return BigInt(of.bp)
    case 'weight':
      return of.mg
  }
}
