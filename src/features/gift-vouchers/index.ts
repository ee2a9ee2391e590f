export { giftsToUndo, moveGifts, type NewGiftMove, useGifts } from './gifts.commands.ts'
export { giftFacts } from './gifts.facts.ts'
