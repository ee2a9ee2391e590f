export { cancelPayment } from './cancelling/cancelling.commands.ts'
export { makePayment, receivePayment } from './payments.commands.ts'
export type { MoneyRequest } from './payments.rules.ts'
export { useMoney } from './settling/settling.commands.ts'
