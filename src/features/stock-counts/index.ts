export { beginCount, type NewCount } from './beginning/beginning.commands.ts'
export { approveCount } from './closing/approving.commands.ts'
export { closeCount, decide } from './closing/closing.commands.ts'
export { noteScan } from './scanning/scanning.commands.ts'
