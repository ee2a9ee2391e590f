import type { IsoDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { itemsOfReceipt } from '../receiving/receiving.facts.ts'
import { fitsGrid, type ReadSheet } from '../sheets/sheet.reading.ts'
import { piecesOfSheet } from '../sheets/sheets.commands.ts'
import { findSheets, type SheetHead } from '../sheets/sheets.queries.ts'
import { nameOf, parseReceipt, type ReadReceipt, rowsIn, type Typed } from './making.form.ts'

/** The lists that a form names, by the row of their line. */
export async function sheetsOf(tx: Tx, businessId: string, typed: Typed): Promise<Map<number, SheetHead>> {
  const named = rowsIn(typed).flatMap((row) => {
    const id = typed[nameOf(row, 'sheet')] ?? ''
    return isId(id) ? [{ row, id }] : []
  })
  const ids = named.map(({ id }) => id)
  const heads = await findSheets(tx, businessId, { ids, partyId: typed['party_id'] ?? '' })
  return new Map(
    named.flatMap(({ row, id }) => {
      const head = heads.find((one) => one.id === id)
      return head ? [[row, head] as const] : []
    }),
  )
}

/** The form with all that its words name: the items, and the pieces of every list that is too long for the form. */
export async function readReceipt(
  tx: Tx,
  businessId: string,
  typed: Typed,
  { today, canCost }: { today: IsoDate; canCost: boolean },
): Promise<Parsed<ReadReceipt> & { inLists: number }> {
  const items = await itemsOfReceipt(
    tx,
    businessId,
    rowsIn(typed).map((row) => typed[nameOf(row, 'item')] ?? ''),
  )
  const lists = new Map<number, ReadSheet>()
  const place = { formId: typed['id'] ?? '', partyId: typed['party_id'] ?? '' }
  for (const [row, head] of await sheetsOf(tx, businessId, typed)) {
    if (fitsGrid(head.total)) continue
    lists.set(row, await piecesOfSheet(tx, businessId, { ...place, row, id: head.id }))
  }
  const of = { today, canCost, lists, items: new Map(items.map((item) => [item.id, item])) }
  const inLists = [...lists.values()].reduce((all, { pieces }) => all + pieces.length, 0)
  return { ...parseReceipt(typed, of), inLists }
}
