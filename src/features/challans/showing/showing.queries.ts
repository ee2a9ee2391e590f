import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'

export interface ChallanHead {
  id: string
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  partyId: string
  party: PartySnapshot
  seller: SellerSnapshot
  total: Paise
  note: string
  byName: string
  placeOfSupply: string
}

export interface ChallanLine {
  line: number
  /** One of the two: a tagged piece, or weight of a lot. */
  pieceId: string | null
  lotId: string | null
  isPacket: boolean
  itemId: string
  tag: string
  huid: string
  words: string
  hsn: string
  purity: string
  /** What went out. */
  pieces: number
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
  value: Paise
  /** As it was agreed, where it was written: of a gram, of stones of a carat. */
  rate: Paise | null
  isOut: boolean
  /** Of a lot, what is still out. */
  outPieces: number
  outGross: Mg
  outNet: Mg
  outCarat: Mct
  /** The bills on which it was kept. */
  bills: readonly { id: string; number: string; net: string; carat: string }[]
}

export interface FoundChallan {
  challan: ChallanHead
  lines: ChallanLine[]
}

/** Throws NotFound. */
export async function findChallan(tx: Tx, businessId: string, id: string): Promise<FoundChallan> {
  const [[challan], lines] = await together([
    named<ChallanHead>(tx, challanById, [businessId, id]),
    named<ChallanLine>(tx, linesOf, [businessId, id]),
  ])
  if (!challan) throw new NotFound(`no challan ${id}`)
  return { challan, lines }
}

const challanById = {
  name: 'challans.find',
  text: `
    select d.id, d.number, d.on_date as "onDate", c.due_on as "dueOn", d.party_id as "partyId", d.party_snapshot as party,
      d.seller_snapshot as seller, d.total_paise as total, d.note, d.issued_by_name as "byName", d.place_of_supply as "placeOfSupply"
    from challan c join document d on d.business_id = c.business_id and d.id = c.document_id
    where c.business_id = $1 and c.document_id = $2`,
}

const linesOf = {
  name: 'challans.lines',
  text: `
    select l.line, p.piece_id as "pieceId", p.lot_id as "lotId", coalesce(t.kind = 'stones', false) as "isPacket",
      l.item_id as "itemId", p.tag, p.huid, l.description as words, l.hsn, case when t.kind = 'stones' then '' else p.purity end as purity,
      coalesce(c.sent_pieces, 1) as pieces, p.gross_mg as gross, p.net_mg as net, p.fine_mg as fine, p.carat_mct as carat,
      l.taxable_paise as value, case when p.rate_basis = 'typed' then p.rate_paise end as rate,
      coalesce(s.state = 'on-approval' and s.document_id = l.document_id, c.is_out) as "isOut",
      coalesce(c.pieces, 0) as "outPieces", coalesce(c.gross_mg, 0) as "outGross", coalesce(c.net_mg, 0) as "outNet",
      coalesce(c.carat_mct, 0) as "outCarat", b.bills
    from document_line l
    join piece_line p on p.business_id = l.business_id and p.document_id = l.document_id and p.line = l.line
    left join piece s on s.business_id = p.business_id and s.id = p.piece_id
    left join lot t on t.business_id = p.business_id and t.id = p.lot_id
    left join challan_lot c on c.business_id = p.business_id and c.challan_id = p.document_id and c.lot_id = p.lot_id
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'number', k.number, 'net', k.net, 'carat', k.carat) order by k.id), '[]') as bills
      from (select b.id, b.number, sum(x.net_mg)::text as net, sum(x.carat_mct)::text as carat
        from document b join piece_line x on x.business_id = b.business_id and x.document_id = b.id
          and (x.piece_id = p.piece_id or x.lot_id = p.lot_id)
        where b.business_id = l.business_id and b.from_document_id = l.document_id and b.state = 'issued'
          and b.kind in ('invoice', 'bill-of-supply') group by b.id, b.number) k) b
    where l.business_id = $1 and l.document_id = $2 order by l.line`,
}
