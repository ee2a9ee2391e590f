export { createTable, type TableFacts } from './value-tables.commands.ts'
export { figureText, parseFigure, problemOfKind } from './value-tables.form.ts'

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
export { kindText } from './value-tables.views.ts'
