import type { Actor } from '../../../core/actor.ts'
import { financialYear } from '../../../core/dates.ts'
import { add, zero } from '../../../core/money.ts'
import type { DecidedBillLine, SupplierBillDecision, SupplierBillRequest } from '../../../core/supplier-bill-facts.ts'
import { noHeads, taxTotal } from '../../../core/tax.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { BillHouse, BillParty } from './making.facts.ts'

/** The bill as it is to be written: `receiptOf` says by which line of a receipt goods came that had none before. */
export interface BillPaper {
  readonly request: SupplierBillRequest
  readonly decision: SupplierBillDecision
  readonly lines: readonly PaperLine[]
  readonly house: BillHouse
  readonly party: BillParty
  readonly seriesId: string
  readonly number: string
  readonly hash: string
}

export interface PaperLine extends DecidedBillLine {
  readonly receipt: { readonly receiptId: string; readonly line: number } | null
}

/** The paper, its lines, and what stands beside both: four statements, sent together. */
export async function insertBill(tx: Tx, businessId: string, paper: BillPaper, actor: Actor): Promise<void> {
  if (actor.userId === null) throw new Error("a supplier's bill is entered by a person")
  await together([
    named(tx, documentInsert, documentValues(businessId, paper, actor)),
    named(tx, linesInsert, [businessId, paper.request.id, ...lineColumns(paper.lines)]),
    named(tx, billInsert, billValues(businessId, paper)),
    named(tx, billLinesInsert, [businessId, paper.request.id, ...billLineColumns(paper.lines)]),
  ])
}

function documentValues(businessId: string, paper: BillPaper, actor: Actor): unknown[] {
  const { request, decision, house, party, seriesId, number, hash } = paper
  // Under reverse charge the paper bears no tax: its lines say what of it is ours.
  const heads = request.isReverseCharge ? noHeads : decision.heads
  return [
    ...[businessId, request.id, seriesId, number, request.onDate, decision.dueOn, request.partyId, house.branchId],
    ...[JSON.stringify(party.snapshot), JSON.stringify(house.seller), request.placeOfSupply, decision.supply],
    ...[request.isReverseCharge, decision.gross, decision.discount, decision.taxable],
    ...[heads.cgst, heads.sgst, heads.igst, heads.cess, decision.roundOff, decision.total, request.note, hash],
    ...[actor.userId, actor.name, actor.at],
  ]
}

function lineColumns(lines: readonly PaperLine[]): unknown[] {
  const of = (value: (line: PaperLine) => unknown) => lines.map(value)
  return [
    of(({ itemId }) => itemId),
    of(({ words }) => words),
    of(({ hsn }) => hsn),
    of(({ unit }) => unit),
    of(({ quantity }) => quantity),
    of(({ price }) => price),
    of(({ gross }) => gross),
    of(({ discount }) => discount),
    of(({ taxable }) => taxable),
    of(({ rateBp }) => rateBp),
    of(({ heads }) => heads.cgst),
    of(({ heads }) => heads.sgst),
    of(({ heads }) => heads.igst),
    of(({ heads }) => heads.cess),
    of(({ taxable, heads }) => add(taxable, taxTotal(heads))),
    of(({ cost }) => cost),
  ]
}

function billValues(businessId: string, { request, decision, house }: BillPaper): unknown[] {
  const { basis } = request
  const metal = basis.kind === 'weight' ? basis : { metal: '', fine: 0n, rate: 0n }
  return [
    ...[businessId, request.id, request.partyId, request.theirNumber, request.theirDate],
    ...[financialYear(request.theirDate).label, request.isReverseCharge, basis.kind, metal.fine, metal.metal],
    ...[decision.tds.amount, decision.tds.rateBp, decision.goods, request.said, decision.hasDifference],
    ...[metal.rate, decision.metal, house.toleranceBp, house.tolerance],
  ]
}

function billLineColumns(lines: readonly PaperLine[]): unknown[] {
  const of = (value: (line: PaperLine) => unknown) => lines.map(value)
  return [
    of(({ receipt }) => receipt?.receiptId ?? null),
    of(({ receipt }) => receipt?.line ?? null),
    of(({ receipt, accountId }) => (receipt ? null : accountId)),
    of(({ hasCredit }) => hasCredit),
    // What bills of a receipt clear of 'goods-received'; of all else what stands on its account.
    of(({ receipt, receiptCost, cost }) => (receipt ? (receiptCost ?? zero) : cost)),
    of(({ landed }) => landed),
  ]
}

const documentInsert = {
  name: 'supplier_bills.document.insert',
  text: `
    insert into document (business_id, id, kind, state, series_id, number, on_date, due_on, party_id, branch_id, party_snapshot,
      seller_snapshot, place_of_supply, supply, is_reverse_charge, gross_paise, discount_paise, taxable_paise, cgst_paise, sgst_paise,
      igst_paise, cess_paise, round_off_paise, total_paise, note, request_hash, issued_by, issued_by_name, issued_at)
    values ($1, $2, 'supplier-bill', 'issued', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
      $22, $23, $24, $25, $26, $27)`,
}

const linesInsert = {
  name: 'supplier_bills.lines.insert',
  text: `
    insert into document_line (business_id, document_id, line, item_id, description, hsn, unit, quantity_milli, price_paise,
      price_includes_tax, gross_paise, discount_paise, taxable_paise, rate_bp, cgst_paise, sgst_paise, igst_paise, cess_paise,
      total_paise, cost_paise)
    select $1, $2, l.line, l.item, l.words, l.hsn, l.unit, l.quantity, l.price, false, l.gross, l.discount, l.taxable, l.rate, l.cgst,
      l.sgst, l.igst, l.cess, l.total, l.cost
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[],
      $11::bigint[], $12::int[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[])
      with ordinality as l (item, words, hsn, unit, quantity, price, gross, discount, taxable, rate, cgst, sgst, igst, cess, total,
        cost, line)`,
}

const billInsert = {
  name: 'supplier_bills.insert',
  text: `
    insert into supplier_bill (business_id, document_id, party_id, their_number, their_date, numbered_in, is_reverse_charge, basis,
      fine_mg, metal, tds_paise, tds_bp, goods_paise, said_paise, has_difference, metal_rate_paise, metal_paise,
      tolerance_bp, tolerance_paise)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
}

const billLinesInsert = {
  name: 'supplier_bills.bill_lines.insert',
  text: `
    insert into supplier_bill_line (business_id, document_id, line, receipt_id, receipt_line, account_id, has_input_credit,
      cost_paise, landed_paise)
    select $1, $2, l.line, l.receipt, l.receipt_line, l.account, l.credit, l.cost, l.landed
    from unnest($3::uuid[], $4::smallint[], $5::uuid[], $6::boolean[], $7::bigint[], $8::bigint[]) with ordinality
      as l (receipt, receipt_line, account, credit, cost, landed, line)`,
}
