export { cancelReturn } from './cancelling/cancelling.commands.ts'
export { takeBack } from './taking/taking.commands.ts'
