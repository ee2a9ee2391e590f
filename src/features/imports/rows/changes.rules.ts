import { plainDecimal } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import type { ItemFacts } from '../../items/index.ts'
import type { PartyOfMany } from '../../parties/index.ts'
import type { Picked } from '../imports.fields.ts'
import type { Change } from '../imports.types.ts'

/** What a row may change of a party that is here: its opening balance is no part of it. */
export const partyNames = [
  ...['name', 'role', 'phone', 'email', 'gstin', 'pan', 'state', 'address', 'city', 'pin', 'terms', 'limit', 'group'],
  'notes',
]
/** And of an item: goods stay goods, and stock is moved by its own pages. */
export const itemNames = [
  ...[
    'name',
    'unit',
    'hsn',
    'gst',
    'salePrice',
    'priceWithTax',
    'purchasePrice',
    'barcode',
    'lowStock',
    'category',
    'shelf',
    'batches',
  ],
  'notes',
]

/** A party as a row of a file would say it. */
export const pickedOfParty = (party: Omit<PartyOfMany, 'id'>): Picked => ({
  name: party.name,
  role: rolesText(party),
  phone: party.phone,
  email: party.email,
  gstin: party.gstin,
  pan: party.pan,
  state: party.state,
  address: party.billing.address,
  city: party.billing.city,
  pin: party.billing.pin,
  terms: String(party.termsDays),
  limit: party.creditLimit === null ? '' : plainDecimal(party.creditLimit),
  group: party.group ?? '',
  notes: party.notes,
})

/** An item as a row of a file would say it; its class by name. */
export const pickedOfItem = (item: ItemFacts, classes: readonly { id: string; name: string }[]): Picked => ({
  name: item.name,
  unit: item.unit,
  hsn: item.hsn,
  gst: classes.find(({ id }) => id === item.gstClassId)?.name ?? '',
  salePrice: plainDecimal(item.salePrice),
  priceWithTax: item.priceIncludesTax ? 'yes' : 'no',
  purchasePrice: plainDecimal(item.purchasePrice),
  barcode: item.barcode,
  lowStock: quantity(item.lowStock).replaceAll(',', ''),
  category: item.category,
  shelf: item.shelf,
  batches: item.tracksBatches ? 'yes' : 'no',
  notes: item.notes,
})

interface Roles {
  readonly isCustomer: boolean
  readonly isSupplier: boolean
  readonly isKarigar: boolean
}

/** "customer supplier" */
export const rolesText = ({ isCustomer, isSupplier, isKarigar }: Roles): string =>
  [isCustomer ? 'customer' : '', isSupplier ? 'supplier' : '', isKarigar ? 'karigar' : ''].filter(Boolean).join(' ')

export const rolesOfText = (text: string): Roles => {
  const words = text.split(' ')
  return {
    isCustomer: words.includes('customer'),
    isSupplier: words.includes('supplier'),
    isKarigar: words.includes('karigar'),
  }
}

/** What a row says of these fields; an empty cell says nothing, so that nothing is wiped out by a gap in a file. */
export const saidIn = (row: Picked, names: readonly string[]): Picked =>
  Object.fromEntries(Object.entries(row).filter(([name, text]) => names.includes(name) && text.trim() !== ''))

export const changesOf = (was: Picked, now: Picked, names: readonly string[]): Change[] =>
  names.flatMap((field) => {
    const change = { field, was: was[field] ?? '', now: now[field] ?? '' }
    return change.was === change.now ? [] : [change]
  })

/** Which of these changes stand no more as they were made: somebody wrote over them. */
export const writtenOver = (changes: readonly Change[], current: Picked): Change[] =>
  changes.filter(({ field, now }) => current[field] !== undefined && current[field] !== now)

/** What was there before them. */
export const before = (changes: readonly Change[]): Picked =>
  Object.fromEntries(changes.map(({ field, was }) => [field, was]))
