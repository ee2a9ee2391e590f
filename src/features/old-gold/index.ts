export { buyOldGold } from './buying/buying.commands.ts'
export { findHouse as findBranchHouse, type House as BranchHouse } from './buying/buying.queries.ts'

export {
  oldGoldErrors,
  oldGoldPattern,
  parseOldGold,
  readOldGold,
  type TypedOldGold,
} from './entry/entry.form.ts'
export { type OldGoldEntryView, oldGoldEntryView } from './entry/entry.views.ts'
export { oldGoldFacts } from './old-gold.rules.ts'
export type { IdKind, OldGoldPurchase } from './old-gold.types.ts'
export { oldMetalArticles } from './taking/articles.commands.ts'
export {
  newsOfOldGold,
  type PreparedOldGold,
  prepareOldGold,
  standingOfOldGold,
  takeOldGold,
  writeOldGoldPaper,
} from './taking/taking.commands.ts'
