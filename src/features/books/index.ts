export { createChart } from './accounts/accounts.commands.ts'
export { accountsByRole } from './accounts/accounts.queries.ts'
export { type CheckRun, findLastCheckIfAny, runBooksCheck } from './check/check.commands.ts'
export { booksCheck } from './check/check.queries.ts'
export { type Finding, isOnlyWarning, type Point, type PointResult } from './check/check.rules.ts'
export { setLockDate } from './lock/lock.commands.ts'
export {
  allocate,
  type NewAllocation,
  type NewOpenItem,
  openItem,
  openItems,
  reverseOpenItems,
  undoAllocations,
} from './open-items/open-items.commands.ts'
export { type ListedItem, listOpenItems } from './open-items/open-items.queries.ts'
export { type SeriesOf, type TakenNumber, takeNumber } from './series/series.commands.ts'
export {
  partyBalance,
  partyStatement,
  type Statement,
  type StatementCursor,
  type StatementOptions,
  type StatementRow,
} from './statements/statements.queries.ts'
export { type AccountFigure, trialBalanceFigures } from './trial-balance/trial-balance.queries.ts'
export { type NewVoucher, post, type Reversal, reverse } from './vouchers/vouchers.commands.ts'
export { findVoucher, type VoucherLine, type VoucherRow } from './vouchers/vouchers.queries.ts'
export { type VoucherKind, voucherKinds } from './vouchers/vouchers.rules.ts'
