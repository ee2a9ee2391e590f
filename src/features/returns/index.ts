export { takeBack } from './taking/taking.commands.ts'
export type { TakeBackOptions, TakeBackRequest } from './taking/taking.request.ts'
