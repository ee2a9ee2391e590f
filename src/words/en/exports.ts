export const exports = {
  'exports.note': 'What is kept here is yours: take it along whenever you like',
  'exports.from': 'From',
  'exports.to': 'To',
  'exports.tally': 'For Tally',
  'exports.tally.help':
    'Read the masters into Tally first (Import › Masters), then the vouchers of a period (Import › Transactions). Entries of fine metal have no place in Tally; their rupees go over.',
  'exports.tally.masters': 'Masters (XML)',
  'exports.tally.vouchers': 'Vouchers (XML)',
  'exports.archive': 'All data',
  'exports.archive.help':
    'A zip with one CSV file for each kind of record: parties, items, bills, entries, settlements, stock, edit log. Sealed numbers (PAN, bank account) are not in it.',
  'exports.archive.get': 'Download the zip',
  'exports.archive.about':
    'All data of {{name}}, as of {{at}}. One CSV file a table, UTF-8, with a row of names on top. Amounts that end in _paise are whole paise, _mg milligrams, _milli thousandths. A text that a sheet would take for a formula has an apostrophe before it.',
  'exports.journal': 'For hledger and its like',
  'exports.journal.help':
    'Every entry as a plain-text journal. Its balances are those of the trial balance, to the paisa.',
  'exports.journal.get': 'Journal (text)',
  'audit.action.exports.archive': 'All data downloaded',
} as const
