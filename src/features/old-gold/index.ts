export { declarationVersion, type IdKind, idKinds, type OldGoldPurchase } from './old-gold.types.ts'
export {
  type PreparedOldGold,
  prepareOldGold,
  takeOldGold,
  tellOfOldGold,
  writeOldGoldPaper,
  writeOldGoldStanding,
} from './taking/taking.commands.ts'
