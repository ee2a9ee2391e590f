export { adjustStock, openStock, type StockAdjustment } from './stock.commands.ts'
export { closeStockOfMany, openStockOfMany } from './stock.many.ts'
export { moveStock, type NewMove } from './stock.moves.ts'
export { levelOf, listMoves, lockLevels, type MoveKind, type MoveRow, readLevels } from './stock.queries.ts'
