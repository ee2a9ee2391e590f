import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { isSheet, type Sheet, type SheetKind, sheetKinds, sheetsOf } from './sheets.rules.ts'

/** What the shop prints this kind of paper on when nobody says. */
export async function usualSheet(tx: Tx, businessId: string, kind: SheetKind): Promise<Sheet> {
  const [choice] = await named<{ sheet: string }>(tx, choiceOf, [businessId, kind])
  return isSheet(kind, choice?.sheet) ? choice.sheet : sheetsOf[kind][0]
}

/** The same of every kind. */
export async function usualSheets(tx: Tx, businessId: string): Promise<ReadonlyMap<SheetKind, Sheet>> {
  const chosen = await named<{ kind: string; sheet: string }>(tx, choices, [businessId])
  return new Map(
    sheetKinds.map((kind) => {
      const sheet = chosen.find((choice) => choice.kind === kind)?.sheet
      return [kind, isSheet(kind, sheet) ? sheet : sheetsOf[kind][0]]
    }),
  )
}

const choiceOf = {
  name: 'papers.sheet',
  text: 'select sheet from sheet_choice where business_id = $1 and kind = $2',
}
const choices = { name: 'papers.sheets', text: 'select kind, sheet from sheet_choice where business_id = $1' }
