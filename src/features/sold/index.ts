export { giveSoldAgain, keepSold, type SoldLine, takeBackSold } from './sold.commands.ts'
export { soldSql } from './sold.sql.ts'
