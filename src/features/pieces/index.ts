export { createLot } from './lots/lots.commands.ts'
export { findLotByCode, type LotFacts, type LotKind, lockLots, lotFacts } from './lots.facts.ts'
export { type LotMove, moveLots, releaseLots } from './lots.moves.ts'
export {
  createPieces,
  type NewPiece,
  type NewStone,
  preparePieces,
  type WrittenPiece,
  writePieces,
} from './making/making.commands.ts'
export { listTaken } from './making/making.queries.ts'
export { weightsOf } from './making/making.rules.ts'
export { columnWord, isNumberColumn } from './making/many.columns.ts'
export { type ManyCell, manyCell, manyCells, parseMany } from './making/many.form.ts'
export { closePiecesOfMany, listUsedPieces, openPiecesOfMany } from './many/many.commands.ts'
export { type MovedPiece, movePieces } from './moving/moving.commands.ts'
export { setPhoto } from './photo/photo.commands.ts'
export { askOf, lockPieces, type PieceFacts, pieceFacts } from './pieces.facts.ts'
export { type FoundPiece, findPieceByCode, searchPieces } from './pieces.find.ts'
export { isOwned } from './pieces.states.ts'
