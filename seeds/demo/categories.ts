/** By the beginning of the HSN, the longest first. */
const categories: readonly (readonly [begins: string, category: string])[] = [
  ['711890', 'Coins'],
  ['711719', 'Imitation'],
  ['711311', 'Silver'],
  ['7113', 'Gold'],
  ['7114', 'Silver'],
  ['0713', 'Pulses'],
  ['07', 'Vegetables'],
  ['04', 'Dairy and eggs'],
  ['08', 'Dry fruit'],
  ['0902', 'Tea and coffee'],
  ['2101', 'Tea and coffee'],
  ['09', 'Spices'],
  ['10', 'Grains'],
  ['11', 'Flour'],
  ['12', 'Oil and seeds'],
  ['15', 'Oil and seeds'],
  ['17', 'Sugar'],
  ['18', 'Snacks'],
  ['19', 'Snacks'],
  ['20', 'Pickle and sauce'],
  ['21', 'Pickle and sauce'],
  ['25', 'Spices'],
  ['33', 'Bath and beauty'],
  ['34', 'Cleaning'],
  ['38', 'Household'],
  ['39', 'Household'],
  ['42', 'Packing'],
  ['48', 'Household'],
  ['85', 'Household'],
]

/** How a shop would sort it; empty for what it does not sell over the counter. */
export const categoryOf = (hsn: string): string => categories.find(([begins]) => hsn.startsWith(begins))?.[1] ?? ''

/** Where goods of a category lie: a rack for each, so that the list reads like the shop. */
export function shelfOf(category: string): string {
  const place = [...new Set(categories.map(([, name]) => name))].indexOf(category)
  return place < 0 ? '' : `${'ABCDEF'.charAt(Math.floor(place / 4))} ${1 + (place % 4)}`
}
