import type { Actor } from '../../../core/actor.ts'
import { financialYear, type IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { decideEstimate, type Estimate } from '../../../core/estimate.ts'
import type { Authority, InvoiceRequest } from '../../../core/invoice-facts.ts'
import { zero } from '../../../core/money.ts'
import { mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { takeNumber } from '../../books/index.ts'
import {
  billHash,
  InvoiceRefused,
  insertDocument,
  loadFacts,
  partySnapshot,
  sellerSnapshot,
  type TypedBill,
} from '../../sales/index.ts'

export interface NewEstimate {
  /** What the price is decided from. */
  readonly request: InvoiceRequest
  /** The bill as it was typed: of this the bill is made later. */
  readonly bill: TypedBill
}

export interface EstimateOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  /** Who allows a price that the clerk may not give. */
  readonly authority?: Authority | undefined
}

/**
 * Writes an estimate: a paper with its lines under a number of its own, no voucher, no stock and no money. The same id with
 * the same request answers with the first. Throws InvoiceRefused with every reason, Refusal 409 for another request under
 * the id, NotFound for a party that is not there.
 */
export async function issueEstimate(
  tx: Tx,
  businessId: string,
  { request, bill }: NewEstimate,
  actor: Actor,
  options: EstimateOptions = {},
): Promise<{ number: string; validUntil: IsoDate }> {
  const [loaded, [setting], [before]] = await together([
    loadFacts(tx, businessId, request, { ...options, isLook: true, at: actor.at, by: actor.userId }),
    named<{ days: number }>(tx, daysOf, [businessId]),
    named<{ validUntil: IsoDate }>(tx, validUntilOf, [businessId, request.id]),
  ])
  const { existing, facts, house } = loaded
  const hash = billHash(request)
  if (existing) {
    if (existing.requestHash !== hash || !before) throw new Refusal('sales.refusal.otherBody', {}, 409)
    return { number: existing.number, ...before }
  }
  const outcome = decideEstimate(facts, request, setting?.days ?? 0)
  if ('refused' in outcome) throw new InvoiceRefused(outcome.refused)
  const { bill: decided, validUntil } = outcome.ok
  const { branchId } = house
  const fyLabel = financialYear(request.onDate, house.fyStartMonth).label
  const series = { documentKind: 'estimate', branchId, fyLabel, defaultPrefix: 'EST' }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const party = partySnapshot(request, loaded.party)
  const paper = { kind: 'estimate', seriesId, number, branchId, party, seller: sellerSnapshot(house) }
  const document = {
    ...paper,
    id: request.id,
    partyId: loaded.party?.id ?? null,
    note: request.note,
    requestHash: hash,
  }
  await together([
    insertDocument(tx, businessId, document, decided, actor),
    named(tx, estimateInsert, [
      businessId,
      request.id,
      validUntil,
      decided.kind,
      bodyOf(bill),
      ...oldGoldOf(outcome.ok),
    ]),
    audit(tx, businessId, actor, {
      action: 'estimate.issued',
      entity: 'estimate',
      entityId: request.id,
      after: { number, party: party.name, total_paise: decided.totals.payable, valid_until: validUntil },
    }),
  ])
  return { number, validUntil }
}

/** What was given in money belongs to no estimate, and the number of a seller's paper is only ever kept sealed. */
function bodyOf(bill: TypedBill): string {
  const { og_id: _sealedLater, ...oldGold } = bill.oldGold
  const blank = { cash: '', upi: '', upi_ref: '', card: '', card_ref: '', bank: '', bank_ref: '', date: '', from: '' }
  return JSON.stringify({ ...bill, oldGold, takes: {}, fields: { ...bill.fields, ...blank } })
}

/** In the shape of old gold on a bill, for the paper. */
function oldGoldOf({ exchange }: Estimate): unknown[] {
  const lines = (exchange?.lines ?? []).map(({ asked, purity, rate, price }) => ({
    words: [asked.words, purity].filter(Boolean).join(' · '),
    gross: asked.gross,
    off: mg(asked.dust + asked.stones),
    net: price.net,
    touch: asked.touch,
    fine: price.fine,
    melting: asked.meltingBp,
    melted: price.melted,
    rate,
    value: price.value,
  }))
  const text = JSON.stringify(lines, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  return [text, exchange?.used ?? zero]
}

const daysOf = { name: 'estimates.days', text: 'select estimate_days as days from business where id = $1' }

const validUntilOf = {
  name: 'estimates.before',
  text: 'select valid_until as "validUntil" from estimate where business_id = $1 and document_id = $2',
}

const estimateInsert = {
  name: 'estimates.insert',
  text: `
    insert into estimate (business_id, document_id, valid_until, bill_kind, body, old_gold, old_gold_paise)
    values ($1, $2, $3, $4, $5, $6, $7)`,
}
