export {
  type BatchMove,
  batchNumber,
  insertLineBatches,
  type KnownBatch,
  knowBatches,
  type LineBatch,
  moveBatches,
} from './batches.commands.ts'
export {
  type BatchOfLine,
  batchesOf,
  expiredStock,
  findBatches,
  type ItemBatch,
} from './batches.queries.ts'
export { beforeAll, moveBatchesOf, partByBatches, partByRoad } from './taking.commands.ts'
