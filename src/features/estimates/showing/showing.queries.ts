import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { filledBill, findSale, type OldGoldOnBill, type Sale, type TypedBill } from '../../sales/index.ts'

export interface EstimateRow {
  validUntil: IsoDate
  billKind: Sale['document']['kind']
  body: TypedBill
  oldGold: readonly OldGoldOnBill[]
  oldGoldValue: Paise
}

/** A bill, an order or a draft that was made of the estimate. */
export interface MadeOfIt {
  id: string
  kind: 'invoice' | 'bill-of-supply' | 'sales-order'
  number: string
  state: 'issued' | 'cancelled'
}

export interface FoundEstimate extends EstimateRow {
  sale: Sale
  made: MadeOfIt[]
}

/** An estimate with its lines as a bill has them. Throws NotFound. */
export async function findEstimate(tx: Tx, businessId: string, id: string): Promise<FoundEstimate> {
  const [sale, [row], made] = await together([
    findSale(tx, businessId, id, ['estimate']),
    named<EstimateRow>(tx, estimateById, [businessId, id]),
    named<MadeOfIt>(tx, madeOf, [businessId, id]),
  ])
  if (!row) throw new NotFound(`no estimate ${id}`)
  return { sale, ...row, body: filledBill(row.body), made }
}

/** A bill that is being made of it by this person. */
export async function findDraftOf(
  tx: Tx,
  businessId: string,
  { id, userId }: { id: string; userId: string },
): Promise<string | undefined> {
  const [draft] = await named<{ id: string }>(tx, draftOf, [businessId, userId, id])
  return draft?.id
}

const estimateById = {
  name: 'estimates.find',
  text: `
    select valid_until as "validUntil", bill_kind as "billKind", body, old_gold as "oldGold", old_gold_paise as "oldGoldValue"
    from estimate where business_id = $1 and document_id = $2`,
}

const madeOf = {
  name: 'estimates.made',
  text: `
    select id, kind, number, state from document where business_id = $1 and from_document_id = $2
    order by issued_at, id limit 20`,
}

const draftOf = {
  name: 'estimates.draft',
  text: `
    select id from draft where business_id = $1 and user_id = $2 and kind = 'sale' and body->'fields'->>'from' = $3
    order by updated_at desc limit 1`,
}
