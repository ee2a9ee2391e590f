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
import { profitAndLossReport } from './profit-and-loss/profit-and-loss.report.ts'
import { registers } from './registers/registers.report.ts'
import type { ReportDefinition } from './report.ts'
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
]
