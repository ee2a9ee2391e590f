import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Condition } from '../../../core/sale-return-facts.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'

/** The note and what it did, as it is found under the lock of its bill. */
export interface NoteToCancel {
  id: string
  number: string
  state: 'issued' | 'cancelled'
  onDate: IsoDate
  partyId: string | null
  branchId: string
  billId: string
  total: Paise
  paymentId: string | null
  /** A later note of the same bill stands: it reckoned on this one. */
  isFollowed: boolean
}

/** The note, locked. Throws NotFound, also for a note that was written by hand. */
export async function lockNote(tx: Tx, businessId: string, id: string): Promise<NoteToCancel> {
  if (!isId(id)) throw new NotFound('no return has such an id')
  const [note] = await named<NoteToCancel>(tx, noteLocked, [businessId, id])
  if (!note) throw new NotFound(`no return ${id}`)
  return note
}

/** A move of the stock that the note made. */
export interface NoteMove {
  itemId: string
  quantity: Milli
  value: Paise
  pieceId: string | null
  lotId: string | null
  pieces: number
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
}

export interface NoteDoings {
  postings: PostingLine[]
  moves: NoteMove[]
  pieces: { id: string; condition: Condition }[]
  batches: { batchId: string; itemId: string; branchId: string; quantity: Milli }[]
  points: { partyId: string; points: bigint; value: Paise }[]
  gifts: { id: string; amount: Paise; left: Paise }[]
}

/** What the note wrote; gift vouchers that it gave back are locked. */
export async function doingsOf(tx: Tx, businessId: string, noteId: string): Promise<NoteDoings> {
  const key = [businessId, noteId]
  const [postings, moves, pieces, batches, points, gifts] = await together([
    named<PostingLine>(tx, postingsOf, key),
    named<NoteMove>(tx, movesOf, key),
    named<NoteDoings['pieces'][number]>(tx, piecesOf, key),
    named<NoteDoings['batches'][number]>(tx, batchesOf, key),
    named<NoteDoings['points'][number]>(tx, pointsOf, key),
    named<NoteDoings['gifts'][number]>(tx, giftsOf, key),
  ])
  return { postings, moves, pieces, batches, points, gifts }
}

/** What of the note's credit went elsewhere than to its own bill; its open items are locked. */
export async function usedOf(tx: Tx, businessId: string, { id, billId }: NoteToCancel): Promise<bigint> {
  const [, [row]] = await together([
    named(tx, itemsLocked, [businessId, id]),
    named<{ used: bigint }>(tx, usedElsewhere, [businessId, id, billId]),
  ])
  return row?.used ?? 0n
}

const noteLocked = {
  name: 'returns.cancel.note',
  text: `
    select d.id, d.number, d.state, d.on_date as "onDate", d.party_id as "partyId", d.branch_id as "branchId", r.bill_id as "billId",
      d.total_paise as total, r.payment_id as "paymentId",
      exists (select 1 from sale_return o join document n on n.business_id = o.business_id and n.id = o.document_id and n.state = 'issued'
        where o.business_id = r.business_id and o.bill_id = r.bill_id and (n.issued_at, n.number) > (d.issued_at, d.number)) as "isFollowed"
    from document d join sale_return r on r.business_id = d.business_id and r.document_id = d.id
    where d.business_id = $1 and d.id = $2 for update of d`,
}

// The note's voucher has the note's id.
const postingsOf = {
  name: 'returns.cancel.postings',
  text: `
    select account_id as "accountId", party_id as "partyId", commodity, amount from posting
    where business_id = $1 and voucher_id = $2 order by line`,
}

const movesOf = {
  name: 'returns.cancel.moves',
  text: `
    select item_id as "itemId", quantity_milli as quantity, value_paise as value, piece_id as "pieceId", lot_id as "lotId",
      lot_pieces as pieces, gross_mg as gross, net_mg as net, fine_mg as fine, carat_mct as carat
    from stock_move where business_id = $1 and document_id = $2 and kind = 'return' order by id`,
}

const piecesOf = {
  name: 'returns.cancel.pieces',
  text: `
    select piece_id as id, condition from sale_return_line
    where business_id = $1 and document_id = $2 and piece_id is not null order by piece_id`,
}

const batchesOf = {
  name: 'returns.cancel.batches',
  text: `
    select x.batch_id as "batchId", b.item_id as "itemId", d.branch_id as "branchId", -x.quantity_milli as quantity
    from line_batch x
    join batch b on b.business_id = x.business_id and b.id = x.batch_id
    join document d on d.business_id = x.business_id and d.id = x.document_id
    where x.business_id = $1 and x.document_id = $2 order by x.batch_id`,
}

const pointsOf = {
  name: 'returns.cancel.points',
  text: `
    select party_id as "partyId", sum(points)::bigint as points, sum(value_paise)::bigint as value from point_move
    where business_id = $1 and document_id = $2 group by party_id`,
}

const giftsOf = {
  name: 'returns.cancel.gifts',
  text: `
    select g.id, m.amount, g.left_paise as left from gift_voucher g
    join (select gift_voucher_id, sum(amount_paise)::bigint as amount from gift_voucher_move
      where business_id = $1 and document_id = $2 group by 1) m on m.gift_voucher_id = g.id
    where g.business_id = $1 order by g.id for update of g`,
}

const itemsLocked = {
  name: 'returns.cancel.items',
  text: `select id from open_item where business_id = $1 and voucher_id = $2 order by id for update`,
}

const usedElsewhere = {
  name: 'returns.cancel.used',
  text: `
    select coalesce(sum(a.amount), 0)::bigint as used
    from open_item i
    join allocation a on a.business_id = i.business_id and a.from_item_id = i.id
    join open_item o on o.business_id = a.business_id and o.id = a.to_item_id and o.document_id is distinct from $3
    where i.business_id = $1 and i.voucher_id = $2`,
}
