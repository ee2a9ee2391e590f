import { accountsFields } from './fields/accounts.fields.ts'
import { billsFields } from './fields/bills.fields.ts'
import type { FileField } from './fields/file-field.ts'
import { itemsFields } from './fields/items.fields.ts'
import { partiesFields } from './fields/parties.fields.ts'
import { piecesFields } from './fields/pieces.fields.ts'

export const importKinds = ['parties', 'items', 'accounts', 'bills', 'pieces'] as const
export type ImportKind = (typeof importKinds)[number]
export const isImportKind = (text: unknown): text is ImportKind => importKinds.some((kind) => kind === text)

/** What a file of each kind may hold, in the order of the templates. */
export const fieldsOf: Readonly<Record<ImportKind, readonly FileField[]>> = {
  parties: partiesFields,
  items: itemsFields,
  accounts: accountsFields,
  bills: billsFields,
  pieces: piecesFields,
}

export type Mapping = Readonly<Record<string, number>>

/** What a row says, by the names of our fields. */
export type Picked = Readonly<Record<string, string>>

export function pick(cells: readonly string[], mapping: Mapping): Picked {
  return Object.fromEntries(Object.entries(mapping).map(([name, column]) => [name, cells[column] ?? '']))
}

/** One of these columns says the amount: an amount (with its side), or a debit and a credit beside it. */
export const amountNames: readonly string[] = ['amount', 'debit', 'credit']
