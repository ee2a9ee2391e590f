import type { OpenItemKind, Side } from '../../../core/allocation.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { PaidMode } from '../../../core/invoice-facts.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Direction } from '../payments.rules.ts'

export interface PaperRow {
  id: string
  kind: Direction
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  total: Paise
  note: string
  partyId: string
  partyName: string
  phone: string
  /** The language of the party's papers; the business's when it has none of its own. */
  locale: string
  businessName: string
  /** What the party owes now, above zero. */
  balance: Paise
  issuedByName: string
  issuedAt: Date
  cancelReason: string | null
  /** The cheque that it is. */
  chequeId: string | null
}

export interface TenderRow {
  mode: PaidMode
  amount: Paise
  reference: string
}

/** What the money is as open items: a part that settled bills, and the rest. */
export interface ItemRow {
  id: string
  kind: OpenItemKind
  side: Side
  amount: Paise
  open: Paise
}

/** A bill that is settled by it, with what that came to; nothing when all was taken back. */
export interface SettledRow {
  id: string
  kind: OpenItemKind
  number: string
  documentId: string | null
  voucherId: string
  amount: Paise
  onDate: IsoDate
  open: Paise
}

export interface EntryRow {
  voucherId: string
  isReversal: boolean
  accountName: string
  /** On the party's control account. */
  isParty: boolean
  amount: bigint
}

export interface EventRow {
  at: Date
  byName: string
  action: string
  used: string | null
}

export interface Payment {
  paper: PaperRow
  tenders: TenderRow[]
  items: ItemRow[]
  settled: SettledRow[]
  entries: EntryRow[]
  events: EventRow[]
}

/** A receipt or payment with all that it made, in one round trip. Throws NotFound. */
export async function findPayment(tx: Tx, businessId: string, id: string): Promise<Payment> {
  const key = [businessId, id]
  const [[paper], tenders, items, settled, entries, events] = await together([
    named<PaperRow>(tx, paperById, key),
    named<TenderRow>(tx, tendersOf, key),
    named<ItemRow>(tx, itemsOf, key),
    named<SettledRow>(tx, settledBy, key),
    named<EntryRow>(tx, entriesOf, key),
    named<EventRow>(tx, eventsOf, key),
  ])
  if (!paper) throw new NotFound(`no receipt or payment ${id}`)
  return { paper, tenders, items, settled, entries, events }
}

const paperById = {
  name: 'payments.show.paper',
  text: `
    select d.id, d.kind, d.number, d.on_date as "onDate", d.state, d.total_paise as total, d.note, d.party_id as "partyId",
      p.name as "partyName", p.phone, coalesce(nullif(p.locale, ''), b.locale) as locale, b.name as "businessName",
      coalesce(k.amount, 0) as balance, d.issued_by_name as "issuedByName", d.issued_at as "issuedAt", d.cancel_reason as "cancelReason",
      (select c.id from cheque c where c.business_id = d.business_id and c.document_id = d.id limit 1) as "chequeId"
    from document d
    join party p on p.business_id = d.business_id and p.id = d.party_id
    join business b on b.id = d.business_id
    left join party_balance k on k.business_id = d.business_id and k.party_id = d.party_id and k.commodity = 'INR'
    where d.business_id = $1 and d.id = $2 and d.kind in ('receipt', 'payment')`,
}

const tendersOf = {
  name: 'payments.show.tenders',
  text: `
    select mode, amount_paise as amount, reference from document_tender
    where business_id = $1 and document_id = $2 order by line`,
}

const itemsOf = {
  name: 'payments.show.items',
  text: `
    select id, kind, side, amount, open_amount as open from open_item
    where business_id = $1 and document_id = $2 and kind <> 'reversal' order by id`,
}

// Either side of an allocation may be ours: money that came settles bills, and an advance is itself settled by money given back.
const settledBy = {
  name: 'payments.show.settled',
  text: `
    select o.id, o.kind, o.number, o.document_id as "documentId", o.voucher_id as "voucherId", sum(a.amount)::bigint as amount,
      max(a.on_date) as "onDate", o.open_amount as open
    from open_item i
    join allocation a on a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)
    join open_item o on o.business_id = i.business_id
      and o.id = case when a.from_item_id = i.id then a.to_item_id else a.from_item_id end
    where i.business_id = $1 and i.document_id = $2 and i.kind <> 'reversal' and o.kind <> 'reversal'
    group by o.business_id, o.id
    having sum(a.amount) > 0
    order by o.due_on, o.on_date, o.id`,
}

const entriesOf = {
  name: 'payments.show.entries',
  text: `
    select v.id as "voucherId", v.kind = 'reversal' as "isReversal", h.name as "accountName", l.party_id is not null as "isParty",
      l.amount
    from voucher v
    join posting l on l.business_id = v.business_id and l.voucher_id = v.id and l.commodity = 'INR'
    join account h on h.business_id = l.business_id and h.id = l.account_id
    where v.business_id = $1 and v.document_id = $2
    order by v.id, l.line`,
}

const eventsOf = {
  name: 'payments.show.events',
  text: `
    select at, by_name as "byName", action, after ->> 'bills' as used from audit_line
    where business_id = $1 and entity = 'payment' and entity_id = $2::text
    order by seq desc limit 20`,
}
