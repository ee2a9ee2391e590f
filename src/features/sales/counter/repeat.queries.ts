import { NotFound } from '../../../core/errors.ts'
import type { Milli } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'

/** A bill to be made once more: who bought, and what was counted. */
export interface Repeated {
  partyId: string | null
  lines: readonly { itemId: string; quantity: Milli }[]
}

/** A bill by its id, or with 'last' the newest that this person issued. A piece of jewellery is sold once: it is left out. */
export async function findRepeated(
  tx: Tx,
  businessId: string,
  { repeat, userId }: { repeat: string; userId: string },
): Promise<Repeated | undefined> {
  const id = repeat === 'last' ? await findLast(tx, businessId, userId) : repeat
  if (id === undefined) return undefined
  if (!isId(id)) throw new NotFound(`no bill ${id}`)
  const [[bill], lines] = await together([
    named<{ partyId: string | null }>(tx, buyerOf, [businessId, id]),
    named<Repeated['lines'][number]>(tx, countedOf, [businessId, id]),
  ])
  if (!bill) throw new NotFound(`no bill ${id}`)
  return { partyId: bill.partyId, lines }
}

async function findLast(tx: Tx, businessId: string, userId: string): Promise<string | undefined> {
  const [last] = await named<{ id: string }>(tx, lastOf, [businessId, userId])
  return last?.id
}

const bills = "d.kind in ('invoice', 'bill-of-supply')"

const buyerOf = {
  name: 'counter.repeat.buyer',
  text: `
    select p.id as "partyId" from document d
    left join party p on p.business_id = d.business_id and p.id = d.party_id and p.archived_at is null
    where d.business_id = $1 and d.id = $2 and ${bills}`,
}

const countedOf = {
  name: 'counter.repeat.lines',
  text: `
    select l.item_id as "itemId", l.quantity_milli as quantity from document_line l
    join item i on i.business_id = l.business_id and i.id = l.item_id and i.archived_at is null
    where l.business_id = $1 and l.document_id = $2
      and not exists (select 1 from piece_line p where p.business_id = l.business_id and p.document_id = l.document_id and p.line = l.line)
    order by l.line`,
}

// Of the newest papers: who has not issued one of the last two thousand has nothing in mind to repeat.
const lastOf = {
  name: 'counter.repeat.last',
  text: `
    select id from (
      select d.id, d.issued_by from document d where d.business_id = $1 and d.kind = 'invoice' order by d.on_date desc, d.id desc limit 2000) n
    where n.issued_by = $2 limit 1`,
}
