export { giftsToUndo, moveGifts, type NewGiftMove, useGifts } from './gifts.commands.ts'
export { giftFacts } from './gifts.facts.ts'
export { sellGiftVouchers } from './selling.commands.ts'
