import { balanceSheetReport } from './balance-sheet/balance-sheet.report.ts'
import { cashFlow } from './cash-flow/cash-flow.report.ts'
import { commissionBills, commissions } from './commission/commission.report.ts'
import { dayBook } from './day-book/day-book.report.ts'
import { expenses } from './expenses/expenses.report.ts'
import { form60, largeCash } from './large-cash/large-cash.report.ts'
import { ledgerReport } from './ledger/ledger.report.ts'
import { bankBook, cashBook } from './money-books/money-books.report.ts'
import { payableBills, receivableBills } from './outstanding/bills.report.ts'
import { payables, receivables } from './outstanding/outstanding.report.ts'
import { profitByBill } from './profit/bills.report.ts'
import { profitsBy } from './profit/grouped.report.ts'
import { profitByItem } from './profit/items.report.ts'
import { profitAndLossReport } from './profit-and-loss/profit-and-loss.report.ts'
import { pendingOrders } from './purchases/pending.report.ts'
import { priceHistory } from './purchases/prices.report.ts'
import { purchaseRegister } from './purchases/register.report.ts'
import { supplierCard } from './purchases/supplier.report.ts'
import { supplierPerformance } from './purchases/suppliers.report.ts'
import { registers } from './registers/registers.report.ts'
import type { ReportDefinition } from './report.ts'
import { stockAgeing } from './stock/ageing.report.ts'
import { stockLedger } from './stock/ledger.report.ts'
import { reorder } from './stock/reorder.report.ts'
import { stockSummary } from './stock/summary.report.ts'
import { stockTurnover } from './stock/turnover.report.ts'
import { taxLedgers } from './tax-ledgers/tax-ledgers.report.ts'
import { taxPapers } from './tax-ledgers/tax-papers.report.ts'
import { taxRates } from './tax-ledgers/tax-rates.report.ts'
import { trialBalance } from './trial-balance/trial-balance.report.ts'

/** Every report there is, in the order of the page that lists them. A new one is one line here. */
export const reportDefinitions: readonly ReportDefinition[] = [
  dayBook,
  cashBook,
  bankBook,
  ledgerReport,
  trialBalance,
  profitAndLossReport,
  balanceSheetReport,
  receivables,
  receivableBills,
  payables,
  payableBills,
  cashFlow,
  taxLedgers,
  taxRates,
  taxPapers,
  expenses,
  commissions,
  commissionBills,
  largeCash,
  form60,
  ...registers,
  stockSummary,
  stockLedger,
  stockTurnover,
  stockAgeing,
  reorder,
  purchaseRegister,
  pendingOrders,
  priceHistory,
  supplierPerformance,
  profitByItem,
  ...profitsBy,
  profitByBill,
]

/** Reports of one thing, to which those of all things lead. */
export const reportsOfOne: readonly ReportDefinition[] = [supplierCard]
