export type Nature = 'asset' | 'liability' | 'equity' | 'income' | 'expense'

/** The accounts that the system itself posts to: one of each in a business, found by its role and never by its name. */
export type AccountRole =
  | 'capital'
  | 'profit-and-loss'
  | 'opening-difference'
  | 'cash'
  | 'bank'
  | 'upi'
  | 'card'
  | 'cheques'
  | 'stock'
  | 'debtors'
  | 'creditors'
  | 'output-cgst'
  | 'output-sgst'
  | 'output-igst'
  | 'output-cess'
  | 'input-cgst'
  | 'input-sgst'
  | 'input-igst'
  | 'input-cess'
  | 'sales'
  | 'sales-return'
  | 'purchases'
  | 'purchase-return'
  | 'cost-of-goods'
  | 'stock-adjustment'
  | 'discount-received'
  | 'discount-allowed'
  | 'other-income'
  | 'bad-debts'
  | 'bank-charges'
  | 'round-off'
  | 'loyalty-points'
  | 'gift-vouchers'
  | 'loyalty-cost'
  | 'vouchers-lapsed'
  | 'cash-difference'
  | 'tds-payable'
  | 'goods-received'
  | 'landed-cost'
  | 'metal-unfixed'
  | 'metal-received'
  | 'stock-in-transit'
  | 'stock-wastage'
  | 'hallmark-charges'
  | 'own-use'
  | 'samples'

/** What an account holds money as; `clearing` is money on its way to a bank. */
export type MoneyKind = 'cash' | 'bank' | 'clearing'

export type SystemAccount = {
  readonly code: string
  /** The name a new business begins with; the shop may change it, so it is data and not one of the screen's words. */
  readonly name: string
  readonly nature: Nature
  readonly role: AccountRole | null
  readonly parent: string | null
  readonly isGroup: boolean
  readonly money: MoneyKind | null
}

/**
 * The chart of a new business: Tally's groups, which every Indian accountant knows by heart, parents before children.
 *
 * - Parties are not accounts. Each posting to a customer stands on the one account 'debtors' with the party's id, to a
 *   supplier on 'creditors', so that a shop of a million customers still has a trial balance of one page.
 * - UPI and card money is in the bank a day or two later: it waits on accounts of its own, as DOMAIN.md section 2 says.
 * - Input tax stands beside output tax under Duties & Taxes with a debit balance, as Tally keeps it: the group's sum is
 *   what is owed to the government.
 * - Goods are bought into stock and leave it at cost, so 'purchases' holds only what is never stocked. What came before its
 *   bill waits on 'goods-received', freight and duty on 'landed-cost'; the bill takes it from there.
 */
export const systemAccounts: readonly SystemAccount[] = [
  group('1000', 'Capital Account', 'equity'),
  account('1010', "Owner's Capital", 'equity', '1000', 'capital'),
  account('1020', 'Profit & Loss A/c', 'equity', '1000', 'profit-and-loss'),
  group('1100', 'Reserves & Surplus', 'equity', '1000'),

  group('2000', 'Loans (Liability)', 'liability'),
  group('2100', 'Bank OD A/c', 'liability', '2000'),
  group('2200', 'Secured Loans', 'liability', '2000'),
  group('2300', 'Unsecured Loans', 'liability', '2000'),

  group('3000', 'Current Liabilities', 'liability'),
  group('3100', 'Duties & Taxes', 'liability', '3000'),
  account('3110', 'Output CGST', 'liability', '3100', 'output-cgst'),
  account('3120', 'Output SGST', 'liability', '3100', 'output-sgst'),
  account('3130', 'Output IGST', 'liability', '3100', 'output-igst'),
  account('3140', 'Output Cess', 'liability', '3100', 'output-cess'),
  account('3150', 'Input CGST', 'liability', '3100', 'input-cgst'),
  account('3160', 'Input SGST', 'liability', '3100', 'input-sgst'),
  account('3170', 'Input IGST', 'liability', '3100', 'input-igst'),
  account('3180', 'Input Cess', 'liability', '3100', 'input-cess'),
  account('3195', 'TDS Payable', 'liability', '3100', 'tds-payable'),
  group('3200', 'Provisions', 'liability', '3000'),
  group('3300', 'Sundry Creditors', 'liability', '3000'),
  account('3310', 'Suppliers', 'liability', '3300', 'creditors'),
  account('3320', 'Goods Received, Bill Awaited', 'liability', '3300', 'goods-received'),
  account('3330', 'Freight and Duty, Bill Awaited', 'liability', '3300', 'landed-cost'),
  account('3340', 'Metal Bought, Rate Not Fixed', 'liability', '3300', 'metal-unfixed'),
  account('3410', 'Loyalty Points', 'liability', '3000', 'loyalty-points'),
  account('3420', 'Gift Vouchers', 'liability', '3000', 'gift-vouchers'),

  group('3900', 'Suspense A/c', 'liability'),
  account('3910', 'Opening Balance Difference', 'liability', '3900', 'opening-difference'),

  group('4000', 'Fixed Assets', 'asset'),
  group('4500', 'Investments', 'asset'),

  group('5000', 'Current Assets', 'asset'),
  group('5100', 'Cash-in-Hand', 'asset', '5000'),
  account('5110', 'Cash', 'asset', '5100', 'cash', 'cash'),
  group('5200', 'Bank Accounts', 'asset', '5000'),
  account('5210', 'Bank', 'asset', '5200', 'bank', 'bank'),
  account('5220', 'UPI Clearing', 'asset', '5200', 'upi', 'clearing'),
  account('5230', 'Card Clearing', 'asset', '5200', 'card', 'clearing'),
  account('5240', 'Cheques in Hand', 'asset', '5200', 'cheques', 'clearing'),
  group('5300', 'Stock-in-Hand', 'asset', '5000'),
  account('5310', 'Stock', 'asset', '5300', 'stock'),
  account('5320', 'Goods in Transit', 'asset', '5300', 'stock-in-transit'),
  account('5330', 'Metal Received by Weight', 'asset', '5300', 'metal-received'),
  group('5400', 'Sundry Debtors', 'asset', '5000'),
  account('5410', 'Customers', 'asset', '5400', 'debtors'),
  group('5500', 'Deposits (Asset)', 'asset', '5000'),
  group('5600', 'Loans & Advances (Asset)', 'asset', '5000'),

  group('6000', 'Sales Accounts', 'income'),
  account('6010', 'Sales', 'income', '6000', 'sales'),
  account('6020', 'Sales Returns', 'income', '6000', 'sales-return'),
  group('6500', 'Direct Incomes', 'income'),
  group('6800', 'Indirect Incomes', 'income'),
  account('6810', 'Discount Received', 'income', '6800', 'discount-received'),
  account('6820', 'Other Income', 'income', '6800', 'other-income'),
  account('6830', 'Gift Vouchers Lapsed', 'income', '6800', 'vouchers-lapsed'),

  group('7000', 'Purchase Accounts', 'expense'),
  account('7010', 'Purchases', 'expense', '7000', 'purchases'),
  account('7020', 'Purchase Returns', 'expense', '7000', 'purchase-return'),
  group('7500', 'Direct Expenses', 'expense'),
  account('7510', 'Cost of Goods Sold', 'expense', '7500', 'cost-of-goods'),
  account('7520', 'Stock Adjustment', 'expense', '7500', 'stock-adjustment'),
  account('7530', 'Loss in Work and Melting', 'expense', '7500', 'stock-wastage'),
  account('7540', 'Hallmarking Charges', 'expense', '7500', 'hallmark-charges'),
  group('8000', 'Indirect Expenses', 'expense'),
  account('8010', 'Discount Allowed', 'expense', '8000', 'discount-allowed'),
  account('8020', 'Round-off', 'expense', '8000', 'round-off'),
  account('8030', 'Bad Debts Written Off', 'expense', '8000', 'bad-debts'),
  account('8110', 'Rent', 'expense', '8000'),
  account('8120', 'Salaries and Wages', 'expense', '8000'),
  account('8130', 'Electricity', 'expense', '8000'),
  account('8140', 'Bank Charges', 'expense', '8000', 'bank-charges'),
  account('8150', 'Loyalty Points Given', 'expense', '8000', 'loyalty-cost'),
  account('8160', 'Cash Short and Over', 'expense', '8000', 'cash-difference'),
  account('8170', 'Goods for Own Use', 'expense', '8000', 'own-use'),
  account('8180', 'Samples Given', 'expense', '8000', 'samples'),
  account('8190', 'Other Expenses', 'expense', '8000'),
]

function group(code: string, name: string, nature: Nature, parent: string | null = null): SystemAccount {
  return { code, name, nature, role: null, parent, isGroup: true, money: null }
}

function account(
  code: string,
  name: string,
  nature: Nature,
  parent: string,
  role: AccountRole | null = null,
  money: MoneyKind | null = null,
): SystemAccount {
  return { code, name, nature, role, parent, isGroup: false, money }
}
