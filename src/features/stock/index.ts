export { adjustStock, type OpeningStock, openStock, type StockAdjustment } from './stock.commands.ts'
export { moveStock, type NewMove } from './stock.moves.ts'
export { levelOf, listMoves, lockLevels, type MoveRow, readLevels } from './stock.queries.ts'
