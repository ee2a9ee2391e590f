import { type FileField, field, needed } from './file-field.ts'

/** Headings of Tally's and Vyapar's lists among them, and those of shops that write Hindi or Gujarati. */
export const accountsFields: readonly FileField[] = [
  needed('account', 'Cash', [
    'Account',
    'Account Name',
    'Ledger Name',
    'Ledger',
    'Particulars',
    'Name',
    'Name of Ledger',
    'खाता',
    'खाते का नाम',
    'ખાતું',
    'ખાતાનું નામ',
  ]),
  field('debit', '12,500.00', ['Debit', 'Dr', 'Debit Balance', 'Debit Amount', 'Closing Debit', 'नाम', 'ઉધાર']),
  field('credit', '', ['Credit', 'Cr', 'Credit Balance', 'Credit Amount', 'Closing Credit', 'जमा', 'જમા']),
  field('amount', '', ['Amount', 'Opening Balance', 'Balance', 'Closing Balance', 'रकम', 'शेष', 'રકમ', 'બાકી']),
  field('side', '', ['Dr or Cr', 'Dr/Cr', 'Type', 'Balance Type', 'DrCr']),
]
