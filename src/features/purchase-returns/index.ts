export { cancelPurchaseReturn } from './cancelling/cancelling.commands.ts'
export { sendGoodsBack } from './making/making.commands.ts'
