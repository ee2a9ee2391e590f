import type { Actor } from '../../../core/actor.ts'
import { noHeads } from '../../../core/tax.ts'
import { type EntryDecision, isEntryTaxed, type NoteRequest, type VoucherRequest } from '../../../core/voucher-facts.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** What was asked for, beside what was posted of it; behind its voucher on the wire. */
export function insertEntry(
  tx: Tx,
  businessId: string,
  { request, hash, decision: { tax } }: { request: VoucherRequest; hash: string; decision: EntryDecision },
): Promise<unknown> {
  const { cgst, sgst, igst, cess } = tax?.heads ?? noHeads
  const taxed = isEntryTaxed(request) ? request : undefined
  const reason = taxed && taxed.kind !== 'expense' ? taxed.reason : ''
  const money = [tax?.taxable ?? 0n, cgst, sgst, igst, cess, tax?.roundOff ?? 0n, taxed?.rateBp ?? 0, taxed?.hsn ?? '']
  const place = [tax?.supply ?? '', taxed?.placeOfSupply ?? '', tax?.isInputCredit ?? false]
  const original = [tax?.original.number ?? '', tax?.original.date ?? null, reason]
  const values = [...money, ...place, ...original, tax?.isReverseCharge ?? false]
  return named(tx, entryInsert, [businessId, request.id, request.kind, hash, ...values])
}

export interface NotePaper {
  readonly request: NoteRequest
  readonly hash: string
  readonly decision: EntryDecision
  readonly seriesId: string
  readonly number: string
  readonly branchId: string
  /** The bill that it corrects, where that is a paper of ours. */
  readonly fromDocumentId: string | null
  readonly party: Record<string, unknown>
  readonly seller: Record<string, unknown>
}

/** A note is a paper of the GST law, numbered like a bill: what the return counts. Its id is the voucher's. */
export async function insertNotePaper(tx: Tx, businessId: string, paper: NotePaper, actor: Actor): Promise<void> {
  const { request, hash, decision, seriesId, number, branchId, fromDocumentId, party, seller } = paper
  if (actor.userId === null) throw new Error('a note is written by a person')
  if (!decision.tax) throw new Error('a note has its tax')
  const { taxable, heads, supply } = decision.tax
  const { id, kind, onDate, partyId, placeOfSupply, narration } = request
  const head = [businessId, id, kind, seriesId, number, onDate, partyId, branchId, placeOfSupply, supply]
  const sums = [taxable, heads.cgst, heads.sgst, heads.igst, heads.cess, decision.total]
  const rest = [narration, hash, fromDocumentId, actor.userId, actor.name, actor.at, party, seller]
  await named(tx, paperInsert, [...head, ...sums, ...rest])
}

const entryInsert = {
  name: 'vouchers.entry.insert',
  text: `
    insert into voucher_entry (business_id, voucher_id, form, request_hash, taxable_paise, cgst_paise, sgst_paise, igst_paise,
      cess_paise, round_off_paise, rate_bp, hsn, supply, place_of_supply, is_input_credit, other_number, other_date, reason,
      is_reverse_charge)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
}

const paperInsert = {
  name: 'vouchers.note.insert',
  text: `
    insert into document (business_id, id, kind, state, series_id, number, on_date, party_id, branch_id, place_of_supply, supply,
      gross_paise, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise, total_paise, note, request_hash,
      from_document_id, issued_by, issued_by_name, issued_at, party_snapshot, seller_snapshot)
    values ($1, $2, $3, 'issued', $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
      $23, $24)`,
}
