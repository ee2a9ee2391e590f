export const oldGold = {
  'oldGold.title': 'Old gold',
  'settings.series.kind.urd-purchase': 'Purchase of old gold',
  'oldGold.article.gold': 'Old gold {{purity}}',
  'oldGold.article.silver': 'Old silver {{purity}}',
  'oldGold.article.platinum': 'Old platinum {{purity}}',
  'oldGold.refusal.purity': 'Choose the purity of the old metal.',
  'oldGold.refusal.noRate': 'No buying rate for {{purity}} is on the board. Write it on the board, or have it written.',
  'oldGold.refusal.staleRate': "The buying rate of {{purity}} is not of today. Put today's rate on the board first.",
  'oldGold.refusal.missing': 'Write this: without it the old metal cannot be valued.',
  'oldGold.refusal.below-zero': 'This cannot be below zero.',
  'oldGold.refusal.not-whole': 'Write this with at most two decimals.',
  'oldGold.refusal.too-large': 'This weight is over a hundred kilograms. Look at the decimal point.',
  'oldGold.refusal.over-hundred': 'This cannot be over 100 %.',
  'oldGold.refusal.over-gross': 'Dust and stones leave nothing of the gross weight.',
  'oldGold.refusal.over-touch': 'The loss leaves nothing of the touch.',
  'oldGold.refusal.rateOverBoard':
    'The board pays ₹{{rate}} a gram of fine metal ({{purity}}). A manager may allow more.',
  'oldGold.warning.rateOverBoard':
    'Bought over the board, which pays ₹{{rate}} a gram of fine metal ({{purity}}): {{by}} allowed it.',
  'oldGold.refusal.seller':
    'Old metal is bought from a person who is named: name, address, and the number of a paper he is known by.',
  'oldGold.refusal.declare':
    'The seller has to declare that the goods are his own: tick the declaration once he has read it.',
  'oldGold.refusal.worthless': 'This old metal comes to nothing: write its weight, touch and rate.',
} as const
