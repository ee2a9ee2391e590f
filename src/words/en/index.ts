import { accounts } from './accounts.ts'
import { allocation } from './allocation.ts'
import { articles } from './articles.ts'
import { audit } from './audit.ts'
import { auth } from './auth.ts'
import { bank } from './bank.ts'
import { batches } from './batches.ts'
import { board } from './board.ts'
import { books } from './books.ts'
import { challans } from './challans.ts'
import { chart } from './chart.ts'
import { cheques } from './cheques.ts'
import { compliance } from './compliance.ts'
import { counter } from './counter.ts'
import { dashboard } from './dashboard.ts'
import { errors } from './errors.ts'
import { estimates } from './estimates.ts'
import { exports } from './exports.ts'
import { fields } from './fields.ts'
import { finding } from './finding.ts'
import { giftVouchers } from './gift-vouchers.ts'
import { goodsReceipts } from './goods-receipts.ts'
import { hub } from './hub.ts'
import { imports } from './imports.ts'
import { items } from './items.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { khata } from './khata.ts'
import { levels } from './levels.ts'
import { lock } from './lock.ts'
import { lots } from './lots.ts'
import { loyalty } from './loyalty.ts'
import { movements } from './movements.ts'
import { oldGold } from './old-gold.ts'
import { orders } from './orders.ts'
import { papers } from './papers.ts'
import { parties } from './parties.ts'
import { partyReports } from './party-reports.ts'
import { payments } from './payments.ts'
import { people } from './people.ts'
import { pieces } from './pieces.ts'
import { portal } from './portal.ts'
import { prices } from './prices.ts'
import { purchaseOrders } from './purchase-orders.ts'
import { purchaseReturns } from './purchase-returns.ts'
import { reordering } from './reordering.ts'
import { reports } from './reports.ts'
import { returns } from './returns.ts'
import { reverseCharge } from './reverse-charge.ts'
import { roles } from './roles.ts'
import { rules } from './rules.ts'
import { sales } from './sales.ts'
import { salespeople } from './salespeople.ts'
import { settings } from './settings.ts'
import { setup } from './setup.ts'
import { shell } from './shell.ts'
import { statements } from './statements.ts'
import { states } from './states.ts'
import { stockCounts } from './stock-counts.ts'
import { stockReports } from './stock-reports.ts'
import { supplierBills } from './supplier-bills.ts'
import { supplierReports } from './supplier-reports.ts'
import { taxRates } from './tax-rates.ts'
import { tills } from './tills.ts'
import { units } from './units.ts'
import { valueTables } from './value-tables.ts'
import { valuing } from './valuing.ts'
import { vouchers } from './vouchers.ts'
import { year } from './year.ts'

export const en = {
  ...allocation,
  ...accounts,
  ...articles,
  ...audit,
  ...giftVouchers,
  ...loyalty,
  ...movements,
  ...auth,
  ...bank,
  ...board,
  ...books,
  ...chart,
  ...cheques,
  ...compliance,
  ...counter,
  ...dashboard,
  ...errors,
  ...batches,
  ...goodsReceipts,
  ...challans,
  ...estimates,
  ...exports,
  ...fields,
  ...jobs,
  ...keys,
  ...khata,
  ...parties,
  ...hub,
  ...imports,
  ...items,
  ...partyReports,
  ...finding,
  ...returns,
  ...reverseCharge,
  ...taxRates,
  ...payments,
  ...levels,
  ...lock,
  ...oldGold,
  ...lots,
  ...orders,
  ...papers,
  ...people,
  ...pieces,
  ...portal,
  ...purchaseOrders,
  ...reordering,
  ...purchaseReturns,
  ...prices,
  ...reports,
  ...roles,
  ...rules,
  ...sales,
  ...salespeople,
  ...settings,
  ...setup,
  ...shell,
  ...statements,
  ...stockReports,
  ...supplierBills,
  ...supplierReports,
  ...states,
  ...stockCounts,
  ...tills,
  ...units,
  ...year,
  ...valueTables,
  ...valuing,
  ...vouchers,
} as const
