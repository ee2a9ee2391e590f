export {
  chargeOf,
  figureOf,
  type MakingKind,
  makingKinds,
  type SlabRow,
  slabOf,
  type WastageKind,
  wastageKinds,
  wastageOf,
} from './value-tables.slabs.ts'
