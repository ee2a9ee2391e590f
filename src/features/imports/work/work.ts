import type { ImportKind } from '../imports.fields.ts'
import { workAtAccounts } from './accounts.work.ts'
import { workAtBills } from './bills.work.ts'
import { workAtItems } from './items.work.ts'
import { workAtParties } from './parties.work.ts'
import { workAtPieces } from './pieces.work.ts'
import type { WorkAtRows } from './work.types.ts'

export const workOf: Readonly<Record<ImportKind, WorkAtRows>> = {
  parties: workAtParties,
  items: workAtItems,
  accounts: workAtAccounts,
  bills: workAtBills,
  pieces: workAtPieces,
}
