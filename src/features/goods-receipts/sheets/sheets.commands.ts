import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { type Columns, columnsOf, type KeptColumns, keptOf } from './sheet.columns.ts'
import {
  filledRows,
  fitsGrid,
  mostInList,
  type ReadSheet,
  readSheet,
  type SheetFault,
  type SheetRow,
} from './sheet.reading.ts'
import { findRows, lockSheet, namesTaken } from './sheets.queries.ts'

/** For which line of which form a list is read. */
export interface SheetPlace {
  readonly formId: string
  readonly partyId: string
  readonly row: number
}

export interface NewSheet extends SheetPlace {
  readonly id: string
  readonly fileName: string
  readonly file: readonly SheetRow[]
}

/** What is put into the grid; nothing of a longer list, and of one whose gross weight no column says. */
export interface KeptSheet {
  readonly id: string
  readonly rows: readonly SheetRow[]
  readonly columns: Columns
}

/**
 * Keeps a supplier's list for the receipt that is being written, its columns as this supplier called them before. Throws
 * Refusal 'goodsReceipts.sheet.empty', 'goodsReceipts.sheet.tooMany'.
 */
export async function keepSheet(tx: Tx, businessId: string, sheet: NewSheet, actor: Actor): Promise<KeptSheet> {
  const [head, ...body] = sheet.file
  const headings = (head?.cells ?? []).map((text) => text.trim().slice(0, 60))
  const rows = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (rows.length === 0) throw new Refusal('goodsReceipts.sheet.empty')
  if (rows.length > mostInList) throw new Refusal('goodsReceipts.sheet.tooMany', { most: mostInList })
  const [kept] = await named<{ columns: KeptColumns }>(tx, keptColumns, [businessId, sheet.partyId])
  const columns = columnsOf(headings, kept?.columns)
  const read = await look(tx, businessId, sheet, { rows, columns })
  const cells = JSON.stringify(rows.map((row) => [row.line, ...row.cells]))
  await named(tx, sheetInsert, [
    ...[businessId, sheet.id, sheet.partyId, sheet.fileName.slice(0, 200), headings, cells, rows.length],
    ...figuresOf(read, columns),
    ...[actor.userId, actor.at],
  ])
  return gridOfSheet(sheet.id, rows, columns)
}

/**
 * Reads a list again by columns that somebody has said, and keeps them for the supplier's next one. Throws NotFound for a list
 * that is not there any more.
 */
export async function mapSheet(
  tx: Tx,
  businessId: string,
  sheet: SheetPlace & { id: string; columns: Columns },
  actor: Actor,
): Promise<KeptSheet> {
  const { id, partyId, columns } = sheet
  const head = await lockSheet(tx, businessId, { id, partyId })
  if (!head) throw new NotFound(`no list ${id}`)
  const rows = await findRows(tx, businessId, id)
  const read = await look(tx, businessId, sheet, { rows, columns })
  const kept = keptOf(head.headings, columns)
  await named(tx, sheetUpdate, [businessId, id, ...figuresOf(read, columns)])
  await named(tx, keptUpsert, [businessId, partyId, JSON.stringify(kept), actor.at])
  const after = { file: head.fileName, columns: kept }
  await audit(tx, businessId, actor, { action: 'goods-receipt.columns', entity: 'party', entityId: partyId, after })
  return gridOfSheet(id, rows, columns)
}

/** The pieces of a list, to be received; whatever is wrong by now is said by its line. Throws NotFound. */
export async function piecesOfSheet(
  tx: Tx,
  businessId: string,
  sheet: SheetPlace & { id: string },
): Promise<ReadSheet> {
  const head = await lockSheet(tx, businessId, sheet)
  if (!head) throw new NotFound(`no list ${sheet.id}`)
  return look(tx, businessId, sheet, { rows: await findRows(tx, businessId, sheet.id), columns: head.columns })
}

const gridOfSheet = (id: string, rows: readonly SheetRow[], columns: Columns): KeptSheet => {
  const isGrid = columns.gross !== undefined && fitsGrid(rows.length)
  return { id, rows: isGrid ? filledRows(rows, columns) : [], columns }
}

/** Codes that pieces of the shop bear already are wrong too. */
async function look(
  tx: Tx,
  businessId: string,
  { formId, row }: SheetPlace,
  of: { rows: readonly SheetRow[]; columns: Columns },
): Promise<ReadSheet> {
  if (of.columns.gross === undefined) {
    const fault = { line: 1, cell: 'gross', said: { key: 'goodsReceipts.sheet.noColumns' } } as const
    return { ...readSheet(formId, row, { ...of, rows: [] }), faults: [fault] }
  }
  const read = readSheet(formId, row, of)
  const taken = await namesTaken(tx, businessId, read.pieces)
  const [byTag, byHuid] = [
    new Map(taken.map((one) => [one.tag, one.id])),
    new Map(taken.map((one) => [one.huid, one.id])),
  ]
  const isTaken = (by: ReadonlyMap<string, string>, code: string, id: string) =>
    code !== '' && (by.get(code) ?? id) !== id
  const faults = read.pieces.flatMap(({ id, tag, huid }, i): SheetFault[] => {
    const fault = (cell: 'tag' | 'huid', code: string): SheetFault => ({
      ...{ line: read.lines[i] ?? 0, cell, said: { key: 'goodsReceipts.sheet.taken', values: { code } } },
    })
    return [
      ...(isTaken(byTag, tag, id) ? [fault('tag', tag)] : []),
      ...(isTaken(byHuid, huid, id) ? [fault('huid', huid)] : []),
    ]
  })
  return faults.length === 0 ? read : { ...read, faults: [...read.faults, ...faults] }
}

/** More faults than somebody reads are only counted. */
const mostShown = 20

const figuresOf = ({ pieces, gross, cost, faults }: ReadSheet, columns: Columns): unknown[] => [
  ...[JSON.stringify(columns), pieces.length, gross, cost],
  ...[JSON.stringify(faults.slice(0, mostShown)), faults.length],
]

const keptColumns = {
  name: 'goods_receipts.sheet.kept',
  text: 'select columns from party_sheet where business_id = $1 and party_id = $2',
}

const keptUpsert = {
  name: 'goods_receipts.sheet.keep',
  text: `
    insert into party_sheet (business_id, party_id, columns, updated_at) values ($1, $2, $3, $4)
    on conflict (business_id, party_id) do update set columns = excluded.columns, updated_at = excluded.updated_at`,
}

const sheetInsert = {
  name: 'goods_receipts.sheet.insert',
  text: `
    insert into receipt_sheet (business_id, id, party_id, file_name, headings, cells, total, columns, pieces, gross_mg, cost_paise,
      faults, faulty, by_user, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
}

const sheetUpdate = {
  name: 'goods_receipts.sheet.update',
  text: `
    update receipt_sheet set columns = $3, pieces = $4, gross_mg = $5, cost_paise = $6, faults = $7, faulty = $8
    where business_id = $1 and id = $2`,
}
