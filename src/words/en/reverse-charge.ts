export const reverseCharge = {
  'reverseCharge.title': 'Reverse charge',
  'reverseCharge.label': 'Reverse charge: you owe the tax to the government',
  'reverseCharge.hint':
    'For goods transport, a lawyer, rent from one without GSTIN and the like: the supplier charges no tax.',
  'reverseCharge.cess': 'Cess',
  'reverseCharge.government': 'You pay to the government',
  'reverseCharge.supplier': 'Supplier gets',
  'reverseCharge.isCredit': 'You owe the tax to the government, and take it as input credit.',
  'reverseCharge.isCost': 'You owe the tax to the government; it is part of the expense.',
  'reverseCharge.refusal.unregistered': 'Only a business registered for GST owes tax under reverse charge. Untick it.',
  'reverseCharge.refusal.noTax': 'Reverse charge needs the rate that you owe. Choose it, or untick reverse charge.',
  'reverseCharge.refusal.party': 'Reverse charge needs the supplier. Choose him, or untick it.',
} as const
