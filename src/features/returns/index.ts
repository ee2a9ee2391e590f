export { takeBack } from './taking/taking.commands.ts'
