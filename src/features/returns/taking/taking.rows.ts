import type { Actor } from '../../../core/actor.ts'
import type { ReturnDecision, ReturnedLine } from '../../../core/sale-return-facts.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { BillLine } from './taking.facts.ts'
import type { TakeBackOptions, TakeBackRequest } from './taking.request.ts'

export interface NewNote {
  readonly request: TakeBackRequest
  readonly decision: ReturnDecision
  readonly hash: string
  readonly seriesId: string
  readonly number: string
  /** Whose it is; none of a walk-in. */
  readonly partyId: string | null
  /** Lines as the bill has them, by its numbers. */
  readonly bill: ReadonlyMap<number, BillLine>
  readonly branchId: string
}

/** The note, its lines and what they say of the bill's, and a lot for what will be melted: sent at once. */
export function insertNote(tx: Tx, businessId: string, note: NewNote, actor: Actor): Promise<unknown>[] {
  if (actor.userId === null) throw new Error('a person takes goods back')
  const { request, decision, hash, seriesId, number, partyId } = note
  const { gross, discount, taxable, heads, roundOff, total, cost } = decision
  const sums = [gross, discount, taxable, heads.cgst, heads.sgst, heads.igst, heads.cess, roundOff, total, cost]
  const head = [businessId, request.id, request.billId, seriesId, number, request.onDate, partyId]
  const by = [request.reason.trim(), hash, actor.userId, actor.name, actor.at]
  const key = [businessId, request.id, request.billId]
  return [
    named(tx, noteInsert, [...head, ...sums, ...by]),
    named(tx, linesInsert, [...key, ...lineColumns(decision.lines)]),
    named(tx, lotsInsert, [businessId, note.branchId, actor.at, ...lotColumns(note)]),
    named(tx, partsInsert, [...key, ...partColumns(note)]),
  ]
}

/** What became of its money; behind the payment that it names. */
export function insertReturn(
  tx: Tx,
  businessId: string,
  { request, decision, partyId }: NewNote,
  { authority }: TakeBackOptions,
): Promise<unknown> {
  const isPaid = decision.refund > 0n
  const paid = [
    isPaid ? request.refundMode : '',
    decision.refund,
    isPaid && partyId !== null ? request.paymentId : null,
  ]
  const settle = decision.refund === 0n && request.settle === 'refund' ? 'khata' : request.settle
  const what = [settle, ...paid, request.reason.trim(), decision.deduction, decision.isTaxUndone, decision.loyalty.owed]
  const by = [authority?.userId ?? null, authority?.name ?? '']
  return named(tx, returnInsert, [businessId, request.id, request.billId, ...what, ...by])
}

const of = <Value>(lines: readonly ReturnedLine[], value: (line: ReturnedLine) => Value): Value[] => lines.map(value)

const lineColumns = (lines: readonly ReturnedLine[]): unknown[] => [
  of(lines, (line) => line.of.line),
  of(lines, ({ quantity }) => quantity),
  of(lines, ({ gross }) => gross),
  of(lines, ({ discount }) => discount),
  of(lines, ({ taxable }) => taxable),
  of(lines, ({ heads }) => heads.cgst),
  of(lines, ({ heads }) => heads.sgst),
  of(lines, ({ heads }) => heads.igst),
  of(lines, ({ heads }) => heads.cess),
  of(lines, ({ total }) => total),
  of(lines, ({ cost }) => cost),
  of(lines, ({ commission }) => -commission),
]

function partColumns({ decision: { lines }, bill }: NewNote): unknown[] {
  return [
    of(lines, (line) => line.of.line),
    of(lines, ({ asked }) => asked.part),
    of(lines, ({ asked }) => asked.condition),
    of(lines, ({ deduction }) => deduction),
    of(lines, ({ asked }) => asked.deduction.words.trim()),
    of(lines, (line) => (line.of.kind === 'piece' ? line.of.ofId : null)),
    of(lines, lotIdOf),
    of(lines, (line) => bill.get(line.of.line)?.tag ?? ''),
    of(lines, ({ goes }) => goes?.gross ?? 0n),
    of(lines, ({ goes }) => goes?.net ?? 0n),
    of(lines, ({ goes }) => goes?.fine ?? 0n),
    of(lines, ({ goes }) => goes?.carat ?? 0n),
  ]
}

/** The lot that it came to. */
function lotIdOf({ of: { kind, ofId, oldMetal }, asked: { condition } }: ReturnedLine): string | null {
  if (condition === 'old-metal') return oldMetal?.lotId ?? null
  return condition === 'stock' && kind === 'lot' ? ofId : null
}

function lotColumns({ decision, bill, number }: NewNote): unknown[] {
  const lines = decision.lines.filter(({ of: { oldMetal }, asked }) => oldMetal && asked.condition === 'old-metal')
  const billLine = (line: ReturnedLine) => bill.get(line.of.line)
  return [
    of(lines, (line) => line.of.oldMetal?.lotId),
    of(lines, (line) => line.of.oldMetal?.itemId),
    of(lines, (line) => billLine(line)?.purityId),
    of(lines, (line) => [billLine(line)?.tag, number].filter(Boolean).join(' · ')),
    of(lines, (line) => billLine(line)?.fineness ?? 0),
    of(lines, ({ goes }) => goes?.pieces ?? 1),
    of(lines, ({ goes }) => goes?.gross ?? 0n),
    of(lines, ({ goes }) => goes?.net ?? 0n),
    of(lines, ({ goes }) => goes?.fine ?? 0n),
    of(lines, ({ goes }) => goes?.carat ?? 0n),
    of(lines, ({ goes }) => goes?.value ?? 0n),
  ]
}

// The shop stands as on the bill, and so does its party; only whom a walk-in's return names is read anew.
const noteInsert = {
  name: 'returns.note.insert',
  text: `
    insert into document (business_id, id, kind, state, series_id, number, on_date, party_id, branch_id, party_snapshot, seller_snapshot,
      place_of_supply, supply, supply_reason, gross_paise, discount_paise, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise,
      round_off_paise, total_paise, cost_paise, note, request_hash, from_document_id, issued_by, issued_by_name, issued_at)
    select d.business_id, $2, 'credit-note', 'issued', $4, $5, $6, $7, d.branch_id,
      case when d.party_id is not null or p.id is null then d.party_snapshot else jsonb_build_object('id', p.id, 'name', p.name,
        'phone', p.phone, 'email', p.email, 'gstin', p.gstin, 'locale', p.locale, 'state', coalesce(nullif(p.state, ''), a.state, ''),
        'address', coalesce(concat_ws(', ', nullif(a.address, ''), nullif(a.city, ''), nullif(a.pin, '')), '')) end,
      d.seller_snapshot, d.place_of_supply, d.supply, d.supply_reason, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, d.id,
      $20, $21, $22
    from document d
    left join party p on p.business_id = d.business_id and p.id = $7
    left join lateral (select * from party_address o where o.business_id = p.business_id and o.party_id = p.id and o.kind = 'billing'
      order by o.id limit 1) a on true
    where d.business_id = $1 and d.id = $3`,
}

const linesInsert = {
  name: 'returns.lines.insert',
  text: `
    insert into document_line (business_id, document_id, line, item_id, description, hsn, unit, quantity_milli, price_paise,
      price_includes_tax, gross_paise, discount_paise, taxable_paise, gst_kind, rate_bp, cess_bp, cgst_paise, sgst_paise, igst_paise,
      cess_paise, total_paise, cost_paise, salesperson_id, commission_paise)
    select $1, $2, r.line, l.item_id, l.description, l.hsn, l.unit, r.quantity, l.price_paise, l.price_includes_tax, r.gross, r.discount,
      r.taxable, l.gst_kind, l.rate_bp, l.cess_bp, r.cgst, r.sgst, r.igst, r.cess, r.total, r.cost, l.salesperson_id, r.commission
    from unnest($4::smallint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
      $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[]) with ordinality
      as r (of_line, quantity, gross, discount, taxable, cgst, sgst, igst, cess, total, cost, commission, line)
    join document_line l on l.business_id = $1 and l.document_id = $3 and l.line = r.of_line`,
}

const lotsInsert = {
  name: 'returns.lots.insert',
  text: `
    insert into lot (business_id, branch_id, created_at, kind, id, item_id, purity_id, name, fineness, pieces, gross_mg, net_mg, fine_mg,
      carat_mct, value_paise)
    select $1, $2, $3, 'old-metal', l.*
    from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::int[], $9::int[], $10::bigint[], $11::bigint[], $12::bigint[],
      $13::bigint[], $14::bigint[]) as l`,
}

const partsInsert = {
  name: 'returns.parts.insert',
  text: `
    insert into sale_return_line (business_id, document_id, bill_id, line, bill_line, part, condition, deduction_paise, deduction_words,
      piece_id, lot_id, tag, gross_mg, net_mg, fine_mg, carat_mct)
    select $1, $2, $3, r.line, r.of_line, r.part, r.condition, r.deduction, r.words, r.piece, r.lot, r.tag, r.gross, r.net, r.fine, r.carat
    from unnest($4::smallint[], $5::bigint[], $6::text[], $7::bigint[], $8::text[], $9::uuid[], $10::uuid[], $11::text[], $12::bigint[],
      $13::bigint[], $14::bigint[], $15::bigint[]) with ordinality
      as r (of_line, part, condition, deduction, words, piece, lot, tag, gross, net, fine, carat, line)`,
}

const returnInsert = {
  name: 'returns.insert',
  text: `
    insert into sale_return (business_id, document_id, bill_id, settle, refund_mode, refund_paise, payment_id, reason, deduction_paise,
      is_tax_undone, owed_paise, approved_by, approved_by_name)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
}
