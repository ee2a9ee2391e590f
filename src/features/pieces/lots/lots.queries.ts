import type { Paise } from '../../../core/money.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { MoveKind } from '../../stock/index.ts'
import type { LotKind } from '../lots.facts.ts'

export interface ListedLot {
  id: string
  kind: LotKind
  name: string
  barcode: string
  itemName: string
  purity: string
  counter: string
  branchName: string
  pieces: number
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
  value: Paise
  isArchived: boolean
}

/** Lots of a kind (of any where it is null), the newest first. */
export async function listLots(
  tx: Tx,
  businessId: string,
  { kind, before }: { kind: LotKind | null; before: string | null },
): Promise<Page<ListedLot>> {
  return pageOf(await named<ListedLot>(tx, lotsListed, [businessId, kind, before]))
}

export interface LotMoveRow {
  id: string
  kind: MoveKind
  onDate: string
  gross: Mg
  fine: Mg
  carat: Mct
  value: Paise
  documentId: string | null
  documentNumber: string | null
  note: string
}

/** What went into a lot and out of it, newest first; `before` is the last move that was seen. */
export async function listLotMoves(
  tx: Tx,
  businessId: string,
  lotId: string,
  before: string | null,
): Promise<Page<LotMoveRow>> {
  return pageOf(await named<LotMoveRow>(tx, movesOfLot, [businessId, lotId, before, pageSize + 1]))
}

const lotsListed = {
  name: 'lot.list',
  text: `
    select l.id, l.kind, l.name, l.barcode, i.name as "itemName", coalesce(u.name, '') as purity, l.counter, b.name as "branchName",
      l.pieces, l.gross_mg as gross, l.net_mg as net, l.fine_mg as fine, l.carat_mct as carat, l.value_paise as value,
      l.archived_at is not null as "isArchived"
    from lot l
    join item i on i.business_id = l.business_id and i.id = l.item_id
    join branch b on b.business_id = l.business_id and b.id = l.branch_id
    left join purity u on u.business_id = l.business_id and u.id = l.purity_id
    where l.business_id = $1 and ($2::text is null or l.kind = $2) and ($3::uuid is null or l.id < $3)
    order by l.id desc limit ${pageSize + 1}`,
}

const movesOfLot = {
  name: 'lot.moves',
  text: `
    select m.id, m.kind, m.on_date as "onDate", m.gross_mg as gross, m.fine_mg as fine, m.carat_mct as carat, m.value_paise as value,
      m.document_id as "documentId", d.number as "documentNumber", m.note
    from stock_move m left join document d on d.business_id = m.business_id and d.id = m.document_id
    where m.business_id = $1 and m.lot_id = $2 and ($3::uuid is null or m.id < $3)
    order by m.id desc limit $4`,
}
