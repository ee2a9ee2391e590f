/** What the rules in core/ say no with; each key begins with the rule's own file. */
export const rules = {
  'series.refusal.full': 'The number after {{prefix}} has no room left. Start a new series in the settings.',
  'stock.refusal.notEnough': 'Only {{left}} is in stock. Write a smaller quantity, or receive stock first.',
  'stock.refusal.changed': 'The stock changed just now. Look at what is left, and press once more.',
  'allocation.refusal.overItem': 'Only {{left}} of this is still open. Write a smaller amount.',
  'allocation.refusal.overReceipt':
    'More is set against the bills than was paid. Only {{left}} can be used: lower one of the amounts.',
  'allocation.refusal.notOpen': 'One of these bills is not open any more. Load the page again and choose once more.',
  'allocation.refusal.twice': 'The same bill is chosen twice. Put its amount on one line.',
  'allocation.refusal.notPositive': 'Write an amount above zero for each bill, or leave the bill out.',
  'vouchers.refusal.walkInOwes':
    'A walk-in bill is paid in full: {{left}} is missing. Take it now, or choose the customer.',
  'vouchers.refusal.overTendered':
    'More was taken than the bill asks: lower the tenders by {{over}}, or give it back as change.',
} as const
