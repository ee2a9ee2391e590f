export { createChart } from './accounts/accounts.commands.ts'
export { accountsByRole } from './accounts/accounts.queries.ts'
export { type CheckRun, findLastCheckIfAny, runBooksCheck } from './check/check.commands.ts'
export { booksCheck } from './check/check.queries.ts'
export { isOnlyWarning, type PointResult } from './check/check.rules.ts'
export { setLockDate } from './lock/lock.commands.ts'
export {
  allocate,
  type NewOpenItem,
  openItem,
  openItems,
  reverseOpenItems,
  undoAllocations,
} from './open-items/open-items.commands.ts'
export { type ListedItem, listOpenItems } from './open-items/open-items.queries.ts'
export { takeNumber } from './series/series.commands.ts'
export {
  partyBalance,
  partyStatement,
  type Statement,
  type StatementCursor,
  type StatementRow,
} from './statements/statements.queries.ts'
export { trialBalanceFigures } from './trial-balance/trial-balance.queries.ts'
export { post, reverse } from './vouchers/vouchers.commands.ts'
