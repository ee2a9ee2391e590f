import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { ReturnableLine } from '../../../core/sale-return-facts.ts'
import type { NegativeStock } from '../../../core/stock.ts'
import { type Mct, type Mg, mct, mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface ReturnBill {
  id: string
  number: string
  kind: 'invoice' | 'bill-of-supply'
  state: 'issued' | 'cancelled'
  partyId: string | null
  partyName: string
  partyPhone: string
  branchId: string
  branchOrdinal: number
  onDate: IsoDate
  total: Paise
  voucherId: string
  lockDate: IsoDate | null
  zone: string
  fyStartMonth: number
  negative: NegativeStock
  locale: string
  keepsMaking: boolean
  wearBp: number
  /** Its open item, if it has one, and what is open of it. */
  itemId: string | null
  open: Paise
}

export interface BillLine extends Omit<ReturnableLine, 'isWithBuyer' | 'oldMetal'> {
  description: string
  unit: string
  tag: string
  isWithBuyer: boolean
  purityId: string | null
  fineness: number
}

type Asked = { billId: string; by: string | null; onDate: IsoDate; at: Date }

/** The bill, locked: of two returns at one instant the second reads what the first took back. Throws NotFound. */
export const lockBill = (tx: Tx, businessId: string, asked: Asked): Promise<ReturnBill> =>
  readBill(tx, businessId, asked, `${billText} for update of d`, 'returns.bill.locked')

/** The same, only to be looked at. Throws NotFound. */
export const findBill = (tx: Tx, businessId: string, asked: Asked): Promise<ReturnBill> =>
  readBill(tx, businessId, asked, billText, 'returns.bill')

async function readBill(
  tx: Tx,
  businessId: string,
  { billId, by, onDate, at }: Asked,
  text: string,
  name: string,
): Promise<ReturnBill> {
  if (!isId(billId)) throw new NotFound('no bill has such an id')
  const [bill] = await named<ReturnBill>(tx, { name, text }, [businessId, billId, by, onDate, at])
  if (!bill) throw new NotFound(`no bill ${billId}`)
  return bill
}

/** The lines of the bill with what came back of each before. After the bill's lock: they see what another has taken back. */
export async function linesOfBill(tx: Tx, businessId: string, billId: string): Promise<BillLine[]> {
  const rows = await named<LineRow>(tx, linesText, [businessId, billId])
  return rows.map(lineOf)
}

function lineOf({ cgst, sgst, igst, cess, lotPieces, ...row }: LineRow): BillLine {
  const { pieceId, lotId, gross_mg, net, fine, carat, itemKind, ...rest } = row
  const kind = pieceId ? 'piece' : lotId ? 'lot' : itemKind
  const ofId = pieceId ?? lotId
  return {
    ...rest,
    kind,
    ofId,
    sold: kind === 'piece' ? 1000n : kind === 'lot' ? weightOf(net, carat, gross_mg) : row.quantity,
    heads: { cgst, sgst, igst, cess },
    goes:
      ofId === null
        ? null
        : { pieces: lotPieces, gross: mg(gross_mg), net: mg(net), fine: mg(fine), carat: mct(carat), value: row.cost },
  }
}

/** Metal counts its net grams, stones their carats. */
const weightOf = (net: Mg, carat: Mct, gross: Mg): bigint => (net > 0n ? net : carat > 0n ? carat : gross)

interface LineRow {
  line: number
  itemId: string
  itemKind: 'goods' | 'service'
  description: string
  unit: string
  pieceId: string | null
  lotId: string | null
  tag: string
  purityId: string | null
  fineness: number
  isWithBuyer: boolean
  quantity: Milli
  gross: Paise
  discount: Paise
  taxable: Paise
  cgst: Paise
  sgst: Paise
  igst: Paise
  cess: Paise
  rateBp: number
  cost: Paise
  commission: Paise
  making: Paise
  gross_mg: Mg
  net: Mg
  fine: Mg
  carat: Mct
  lotPieces: number
  back: bigint
}

const billText = `
    select d.id, d.number, d.kind, d.state, d.party_id as "partyId", d.party_snapshot ->> 'name' as "partyName", coalesce(d.party_snapshot ->> 'phone', '') as "partyPhone", d.branch_id as "branchId",
      (select count(*) from branch o where o.business_id = b.id and o.id <= d.branch_id)::int as "branchOrdinal",
      d.on_date as "onDate", d.total_paise as total, v.id as "voucherId", closed_until(b.id, $3, $4, $5) as "lockDate", b.zone,
      b.fy_start_month as "fyStartMonth", b.negative_stock as negative, b.locale, b.return_keeps_making as "keepsMaking",
      b.return_wear_bp as "wearBp",
      (select i.id from open_item i where i.business_id = d.business_id and i.voucher_id = v.id and i.kind = 'bill') as "itemId",
      coalesce((select i.open_amount from open_item i where i.business_id = d.business_id and i.voucher_id = v.id
        and i.kind = 'bill'), 0)::bigint as open
    from document d
    join business b on b.id = d.business_id
    join voucher v on v.business_id = d.business_id and v.document_id = d.id and v.kind = 'sales'
    where d.business_id = $1 and d.id = $2 and d.kind in ('invoice', 'bill-of-supply')`

// A bill may have two lines of one lot: their moves stand in the order of the lines.
const linesText = {
  name: 'returns.bill.lines',
  text: `
    with moved as (
      select lot_id, lot_pieces, row_number() over (partition by lot_id order by id) as nth from stock_move
      where business_id = $1 and document_id = $2 and kind = 'sale' and lot_id is not null),
    back as (
      select r.bill_line, sum(r.part)::bigint as part
      from sale_return_line r join document n on n.business_id = r.business_id and n.id = r.document_id and n.state = 'issued'
      where r.business_id = $1 and r.bill_id = $2 group by r.bill_line)
    select l.line, l.item_id as "itemId", coalesce(i.kind, 'service') as "itemKind", l.description, l.unit, p.piece_id as "pieceId",
      p.lot_id as "lotId", coalesce(p.tag, '') as tag, coalesce(x.purity_id, t.purity_id, a.purity_id) as "purityId",
      coalesce(p.fineness, 0) as fineness, (p.piece_id is null or (x.state = 'sold' and x.document_id = $2)) as "isWithBuyer",
      l.quantity_milli as quantity, l.gross_paise as gross, l.discount_paise as discount, l.taxable_paise as taxable,
      l.cgst_paise as cgst, l.sgst_paise as sgst, l.igst_paise as igst, l.cess_paise as cess, l.rate_bp as "rateBp", l.cost_paise as cost,
      l.commission_paise as commission, coalesce(p.making_paise + p.wastage_paise, 0)::bigint as making,
      coalesce(p.gross_mg, 0)::bigint as gross_mg, coalesce(p.net_mg, 0)::bigint as net, coalesce(p.fine_mg, 0)::bigint as fine,
      coalesce(p.carat_mct, 0)::bigint as carat, coalesce(m.lot_pieces, 1) as "lotPieces", coalesce(b.part, 0)::bigint as back
    from document_line l
    left join item i on i.business_id = l.business_id and i.id = l.item_id
    left join (select q.*, row_number() over (partition by q.lot_id order by q.line) as nth from piece_line q
      where q.business_id = $1 and q.document_id = $2) p on p.line = l.line
    left join piece x on x.business_id = l.business_id and x.id = p.piece_id
    left join lot t on t.business_id = l.business_id and t.id = p.lot_id
    left join article a on a.business_id = l.business_id and a.item_id = l.item_id
    left join moved m on m.lot_id = p.lot_id and m.nth = p.nth
    left join back b on b.bill_line = l.line
    where l.business_id = $1 and l.document_id = $2 order by l.line`,
}
