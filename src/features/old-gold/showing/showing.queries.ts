import type { OpenItemKind } from '../../../core/allocation.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'
import type { IdKind } from '../old-gold.types.ts'

export interface PurchasePaper {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  total: Paise
  note: string
  partyId: string
  party: PartySnapshot
  seller: SellerSnapshot
  byName: string
  at: Date
  cancelReason: string | null
  voucherId: string
  idKind: IdKind
  last4: string
  declarationVersion: number
  /** What is not settled of its worth. */
  open: Paise
}

export interface PurchaseLine {
  line: number
  words: string
  article: string
  itemId: string
  purity: string
  gross: Mg
  dust: Mg
  stones: Mg
  net: Mg
  touch: number
  fine: Mg
  meltingBp: number
  melted: Mg
  rate: Paise
  board: Paise
  value: Paise
  approvedByName: string
  lotId: string
  lotName: string
  lotNet: Mg
}

/** What of its worth a bill or payment used up; what was taken back is left out. */
export interface SettledBy {
  id: string
  kind: OpenItemKind
  number: string
  documentId: string | null
  documentKind: string | null
  voucherId: string
  amount: Paise
  onDate: IsoDate
}

export interface Purchase {
  paper: PurchasePaper
  lines: PurchaseLine[]
  settled: SettledBy[]
  /** The hashes of its photos. */
  photos: string[]
}

/** Throws NotFound. */
export async function findPurchase(tx: Tx, businessId: string, id: string): Promise<Purchase> {
  const key = [businessId, id]
  const [[paper], lines, settled, photos] = await together([
    named<PurchasePaper>(tx, paperById, key),
    named<PurchaseLine>(tx, linesOf, key),
    named<SettledBy>(tx, settledBy, key),
    named<{ sha256: string }>(tx, photosOf, key),
  ])
  if (!paper) throw new NotFound(`no purchase of old gold ${id}`)
  return { paper, lines, settled, photos: photos.map(({ sha256 }) => sha256) }
}

const paperById = {
  name: 'old_gold.show.paper',
  text: `
    select d.id, d.number, d.on_date as "onDate", d.state, d.total_paise as total, d.note, d.party_id as "partyId",
      d.party_snapshot as party, d.seller_snapshot as seller, d.issued_by_name as "byName", d.issued_at as at,
      d.cancel_reason as "cancelReason", v.id as "voucherId", s.id_kind as "idKind", s.id_last4 as last4,
      s.declaration_version as "declarationVersion", coalesce(i.open_amount, 0) as open
    from document d
    join old_gold_purchase s on s.business_id = d.business_id and s.document_id = d.id
    join voucher v on v.business_id = d.business_id and v.document_id = d.id and v.kind = 'purchase'
    left join open_item i on i.business_id = d.business_id and i.voucher_id = v.id and i.kind = 'note'
    where d.business_id = $1 and d.id = $2 and d.kind = 'urd-purchase'`,
}

const linesOf = {
  name: 'old_gold.show.lines',
  text: `
    select o.line, o.words, t.name as article, l.item_id as "itemId", u.name as purity, o.gross_mg as gross, o.dust_mg as dust,
      o.stone_mg as stones, o.net_mg as net, o.touch, o.fine_mg as fine, o.melting_bp as "meltingBp", o.melted_mg as melted,
      o.rate_paise as rate, o.board_paise as board, o.value_paise as value, o.approved_by_name as "approvedByName",
      l.id as "lotId", l.name as "lotName", l.net_mg as "lotNet"
    from old_gold_line o
    join lot l on l.business_id = o.business_id and l.id = o.lot_id
    join item t on t.business_id = l.business_id and t.id = l.item_id
    join purity u on u.business_id = o.business_id and u.id = o.purity_id
    where o.business_id = $1 and o.document_id = $2 order by o.line`,
}

const settledBy = {
  name: 'old_gold.show.settled',
  text: `
    select o.id, o.kind, o.number, o.document_id as "documentId", d.kind as "documentKind", o.voucher_id as "voucherId",
      sum(a.amount)::bigint as amount, max(a.on_date) as "onDate"
    from open_item i
    join allocation a on a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)
    join open_item o on o.business_id = i.business_id
      and o.id = case when a.from_item_id = i.id then a.to_item_id else a.from_item_id end
    left join document d on d.business_id = o.business_id and d.id = o.document_id
    where i.business_id = $1 and i.document_id = $2 and i.kind = 'note' and o.kind <> 'reversal'
    group by o.business_id, o.id, d.kind
    having sum(a.amount) > 0
    order by o.on_date, o.id`,
}

const photosOf = {
  name: 'old_gold.show.photos',
  text: 'select sha256 from document_attachment where business_id = $1 and document_id = $2 order by at, sha256',
}
