import type { Paise } from '../../../core/money.ts'
import type { Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { NewPiece } from '../../pieces/index.ts'
import type { Columns } from './sheet.columns.ts'
import type { SheetFault, SheetRow } from './sheet.reading.ts'

/** A list as the form shows it; its rows stay where they are. */
export interface SheetHead {
  readonly id: string
  readonly fileName: string
  readonly headings: readonly string[]
  readonly columns: Columns
  readonly total: number
  readonly pieces: number
  readonly gross: Mg
  readonly cost: Paise
  /** The first of what is wrong, and how much is. */
  readonly faults: readonly SheetFault[]
  readonly faulty: number
}

/** Lists of a supplier that a form names; one that was swept away meanwhile is not there. */
export const findSheets = (
  tx: Tx,
  businessId: string,
  { ids, partyId }: { ids: readonly string[]; partyId: string },
): Promise<SheetHead[]> => {
  const asked = ids.filter(isId)
  return asked.length === 0 || !isId(partyId)
    ? Promise.resolve([])
    : named(tx, sheetsById, [businessId, partyId, asked])
}

/** One that nobody reads by other columns meanwhile. */
export async function lockSheet(
  tx: Tx,
  businessId: string,
  { id, partyId }: { id: string; partyId: string },
): Promise<SheetHead | undefined> {
  if (!isId(id) || !isId(partyId)) return undefined
  return (await named<SheetHead>(tx, sheetLocked, [businessId, partyId, id]))[0]
}

export async function findRows(tx: Tx, businessId: string, id: string): Promise<SheetRow[]> {
  const [row] = await named<{ cells: [number, ...string[]][] }>(tx, cellsOf, [businessId, id])
  return (row?.cells ?? []).map(([line, ...cells]) => ({ line, cells }))
}

/** Pieces of the shop that bear a tag or a HUID of these. */
export const namesTaken = (
  tx: Tx,
  businessId: string,
  pieces: readonly NewPiece[],
): Promise<{ id: string; tag: string; huid: string }[]> => {
  const tags = pieces.flatMap(({ tag }) => (tag === '' ? [] : [tag]))
  const huids = pieces.flatMap(({ huid }) => (huid === '' ? [] : [huid]))
  return tags.length + huids.length === 0 ? Promise.resolve([]) : named(tx, taken, [businessId, tags, huids])
}

const head = `
    select id, file_name as "fileName", headings, columns, total, pieces, gross_mg as gross, cost_paise as cost, faults, faulty
    from receipt_sheet where business_id = $1 and party_id = $2`

const sheetsById = { name: 'goods_receipts.sheets', text: `${head} and id = any($3::uuid[])` }
const sheetLocked = { name: 'goods_receipts.sheet.lock', text: `${head} and id = $3 for update` }

const cellsOf = {
  name: 'goods_receipts.sheet.cells',
  text: 'select cells from receipt_sheet where business_id = $1 and id = $2',
}

const taken = {
  name: 'goods_receipts.sheet.taken',
  text: `
    select id, tag, huid from piece where business_id = $1 and tag = any($2::text[])
    union
    select id, tag, huid from piece where business_id = $1 and huid = any($3::text[]) and huid <> ''`,
}
