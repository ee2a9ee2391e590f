export { type Adjusting, giveDiscount, writeOff } from './adjusting/adjusting.commands.ts'
export { settle, undoOne } from './allocation.commands.ts'
