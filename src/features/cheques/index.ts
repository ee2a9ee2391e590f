export { type ChequesDue, chequesDue } from './cheques.queries.ts'
export { type MoveRequest, moveCheque } from './moving/moving.commands.ts'
export { type ChequeRequest, takeCheque } from './taking/taking.commands.ts'
