export const finding = {
  'finding.papers': 'Bills and vouchers',
  'finding.pages': 'Pages',
  'finding.none': 'Nothing is found. Look for a name, a number or a page.',
  'finding.help': 'Parties, items, bills and vouchers by number, and pages by name.',
} as const
