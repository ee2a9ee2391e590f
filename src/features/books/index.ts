export { createChart } from './accounts/accounts.commands.ts'
export { accountsByRole } from './accounts/accounts.queries.ts'
export { listMoneyAccounts, type MoneyAccount } from './accounts/chart.queries.ts'
export { booksTabs, typedDate } from './books.views.ts'
export { type CheckRun, findLastCheckIfAny, runBooksCheck } from './check/check.commands.ts'
export { booksCheck } from './check/check.queries.ts'
export { isOnlyWarning, type PointResult } from './check/check.rules.ts'
export { hubPlaces, type Place } from './hub/hub.views.ts'
export { setLockDate } from './lock/lock.commands.ts'
export { isDueSql } from './open-items/due-kind.sql.ts'
export { itemColumnsSql, itemsThenSql } from './open-items/items-then.sql.ts'
export {
  allocate,
  type NewOpenItem,
  openItem,
  openItems,
  openSettled,
  reverseOpenItems,
  undoAllocation,
  undoAllocations,
} from './open-items/open-items.commands.ts'
export { type ListedItem, listOpenItems } from './open-items/open-items.queries.ts'
export { postOpeningAccounts, undoOpening } from './opening/opening.commands.ts'
export { booksBeginOn } from './opening/opening.queries.ts'
export type { OpeningBill } from './opening/opening.rules.ts'
export { postOpeningBills, postOpeningBillsOfMany } from './opening/opening-bills.commands.ts'
export { branchPrefix } from './series/branch-prefix.ts'
export { takeNumber } from './series/series.commands.ts'
export { takeVoucherNumber } from './series/voucher-number.ts'
export { voucherPrefixes } from './series/voucher-prefixes.ts'
export {
  partyBalance,
  partyStatement,
  type Statement,
  type StatementCursor,
  type StatementRow,
} from './statements/statements.queries.ts'
export { addToTaxDays, takeFromTaxDays } from './tax-days/tax-days.commands.ts'
export { trialBalanceFigures } from './trial-balance/trial-balance.queries.ts'
export { postAll, reverseAll } from './vouchers/bulk.commands.ts'
export { type NewVoucher, post, reverse } from './vouchers/vouchers.commands.ts'
export { findVoucher, type VoucherLine, type VoucherRow } from './vouchers/vouchers.queries.ts'
export type { VoucherKind } from './vouchers/vouchers.rules.ts'
export { closeYear } from './year/year.commands.ts'
