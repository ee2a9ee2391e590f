import type { InvoiceRequest } from '../../core/invoice-facts.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { InvoiceRefused } from './sales.request.ts'

interface Source {
  kind: 'estimate' | 'sales-order' | 'challan'
  number: string
  state: 'issued' | 'cancelled'
  partyId: string | null
  /** Another bill that stands was made of it. */
  billed: string | null
}

/**
 * Locks the estimate, order or challan that the bill is made of, so that two bills of one estimate wait for each other.
 * Throws InvoiceRefused (409) for one that is used up, cancelled or of another customer.
 */
export async function lockSource(
  tx: Tx,
  businessId: string,
  { id, buyer }: InvoiceRequest,
  from: string,
): Promise<void> {
  await named(tx, sourceLocked, [businessId, from])
  // By a statement of its own: it sees what was made of it by whoever held it before.
  const [source] = await named<Source>(tx, sourceById, [businessId, from, id])
  if (!source) throw new InvoiceRefused([{ key: 'estimates.refusal.noSource', status: 409 }])
  const { number, billed } = source
  if (source.state === 'cancelled')
    throw new InvoiceRefused([{ key: 'estimates.refusal.sourceCancelled', values: { number }, status: 409 }])
  if (source.kind === 'estimate' && billed)
    throw new InvoiceRefused([{ key: 'estimates.refusal.used', values: { number, bill: billed }, status: 409 }])
  const isOthers = buyer.kind !== 'party' || buyer.partyId !== source.partyId
  if (source.kind !== 'estimate' && isOthers)
    throw new InvoiceRefused([{ key: 'estimates.refusal.otherParty', values: { number } }])
}

const sourceLocked = {
  name: 'sales.source.lock',
  text: 'select 1 from document where business_id = $1 and id = $2 for no key update',
}

const sourceById = {
  name: 'sales.source',
  text: `
    select d.kind, d.number, d.state, d.party_id as "partyId",
      (select b.number from document b where b.business_id = d.business_id and b.from_document_id = d.id and b.state = 'issued'
        and b.kind in ('invoice', 'bill-of-supply') and b.id <> $3 limit 1) as billed
    from document d
    where d.business_id = $1 and d.id = $2 and d.kind in ('estimate', 'sales-order', 'challan')`,
}
