import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Mg } from '../../../core/weight.ts'
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
  pieceId: string
  itemId: string
  tag: string
  huid: string
  words: string
  hsn: string
  purity: string
  gross: Mg
  net: Mg
  value: Paise
  isOut: boolean
  /** The bill on which it was kept. */
  billId: string | null
  billNumber: string | null
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
    select l.line, p.piece_id as "pieceId", l.item_id as "itemId", p.tag, p.huid, l.description as words, l.hsn, p.purity,
      p.gross_mg as gross, p.net_mg as net, l.taxable_paise as value,
      s.state = 'on-approval' and s.document_id = l.document_id as "isOut", b.id as "billId", b.number as "billNumber"
    from document_line l
    join piece_line p on p.business_id = l.business_id and p.document_id = l.document_id and p.line = l.line
    join piece s on s.business_id = p.business_id and s.id = p.piece_id
    left join lateral (
      select b.id, b.number from document b join piece_line x on x.business_id = b.business_id and x.document_id = b.id and x.piece_id = p.piece_id
      where b.business_id = l.business_id and b.from_document_id = l.document_id and b.state = 'issued'
        and b.kind in ('invoice', 'bill-of-supply') limit 1) b on true
    where l.business_id = $1 and l.document_id = $2 order by l.line`,
}
