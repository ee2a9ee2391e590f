export { buyOldGold } from './buying/buying.commands.ts'
export type { BuyRequest } from './buying/buying.form.ts'
export {
  oldGoldErrors,
  oldGoldNames,
  oldGoldPattern,
  type ParsedOldGold,
  parseOldGold,
  readOldGold,
  type TypedOldGold,
} from './entry/entry.form.ts'
export { type OldGoldEntryView, oldGoldEntryView } from './entry/entry.views.ts'
export { oldGoldFacts } from './old-gold.rules.ts'
export { declarationVersion, type IdKind, idKinds, type OldGoldPurchase } from './old-gold.types.ts'
export { oldMetalArticles } from './taking/articles.commands.ts'
export {
  type PreparedOldGold,
  prepareOldGold,
  takeOldGold,
  tellOfOldGold,
  writeOldGoldPaper,
  writeOldGoldStanding,
} from './taking/taking.commands.ts'
