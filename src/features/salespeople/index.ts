export { addSalesperson } from './salespeople.commands.ts'
export { activeSalespeople, listSalespeople } from './salespeople.queries.ts'
