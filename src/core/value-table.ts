import type { Paise } from './money.ts'
import type { Mg } from './weight.ts'

/** A making charge: paise a gram, basis points of the metal with its wastage, or paise for the piece. */
export type Charge =
  | { readonly kind: 'none' }
  | { readonly kind: 'per-gram'; readonly paise: Paise }
  | { readonly kind: 'percent'; readonly bp: number }
  | { readonly kind: 'fixed'; readonly paise: Paise }

/** What is added to the weight for the metal lost in making: basis points of the weight, or milligrams. */
export type Wastage =
  | { readonly kind: 'none' }
  | { readonly kind: 'percent'; readonly bp: number }
  | { readonly kind: 'weight'; readonly mg: Mg }

/** Making and wastage from a weight upwards, until the next slab begins: what is asked, and the least that may be taken. */
export type Slab = {
  readonly fromMg: Mg
  readonly making: Charge
  readonly makingFloor: Charge
  readonly wastage: Wastage
  readonly wastageFloor: Wastage
  /** A making per gram also counts the grams of wastage. */
  readonly makingOnWastage: boolean
}

export type SlabProblem = {
  /** The slab, counted from 0. */
  slab: number
  field: 'fromMg' | 'making' | 'makingFloor' | 'wastage' | 'wastageFloor'
  problem: 'below-zero' | 'not-whole' | 'overlaps' | 'floor-over-list' | 'floor-of-other-kind'
}

/** The slab that a weight falls into, in whatever order they stand; undefined below the first. */
export function slabFor(slabs: readonly Slab[], weight: Mg): Slab | undefined {
  return slabs
    .filter((slab) => slab.fromMg <= weight)
    .reduce<Slab | undefined>((best, slab) => (best && best.fromMg >= slab.fromMg ? best : slab), undefined)
}

/**
 * What cannot stand in a table: figures below zero, two slabs that begin at one weight, a floor above its list. A floor
 * is of its list's kind, or none: 8 % and 350 a gram cannot be compared without the day's rate.
 */
export function slabProblems(slabs: readonly Slab[]): SlabProblem[] {
  return slabs.flatMap((slab, i) =>
    [
      { field: 'fromMg' as const, problem: fromProblem(slabs, i) },
      { field: 'making' as const, problem: figureProblem(slab.making) },
      { field: 'makingFloor' as const, problem: floorProblem(slab.making, slab.makingFloor) },
      { field: 'wastage' as const, problem: figureProblem(slab.wastage) },
      { field: 'wastageFloor' as const, problem: floorProblem(slab.wastage, slab.wastageFloor) },
    ].flatMap(({ field, problem }) => (problem ? [{ slab: i, field, problem }] : [])),
  )
}

/** What is wrong with one charge or wastage by itself. */
export function figureProblem(of: Charge | Wastage): 'below-zero' | 'not-whole' | undefined {
  const figure = figureOf(of)
  if (typeof figure === 'number' && !Number.isSafeInteger(figure)) return 'not-whole'
  return figure < 0 ? 'below-zero' : undefined
}

function fromProblem(slabs: readonly Slab[], i: number): SlabProblem['problem'] | undefined {
  const from = slabs[i]?.fromMg ?? 0n
  if (from < 0n) return 'below-zero'
  return slabs.slice(0, i).some((earlier) => earlier.fromMg === from) ? 'overlaps' : undefined
}

function floorProblem(list: Charge | Wastage, floor: Charge | Wastage): SlabProblem['problem'] | undefined {
  const problem = figureProblem(floor)
  if (problem || floor.kind === 'none' || figureOf(floor) === 0 || figureOf(floor) === 0n) return problem
  if (floor.kind !== list.kind) return 'floor-of-other-kind'
  return figureOf(floor) > figureOf(list) ? 'floor-over-list' : undefined
}

function figureOf(of: Charge | Wastage): bigint | number {
  switch (of.kind) {
    case 'none':
      return 0n
    case 'per-gram':
    case 'fixed':
      return of.paise
    case 'percent':
      return of.bp
    case 'weight':
      return of.mg
  }
}
