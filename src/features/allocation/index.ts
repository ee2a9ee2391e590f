export { type Adjusting, giveDiscount, writeOff } from './adjusting/adjusting.commands.ts'
export { type SettleRequest, settle, undoOne } from './allocation.commands.ts'
