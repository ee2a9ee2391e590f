import type { OpenItemKind, Side } from '../../core/allocation.ts'
import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import type { Mg } from '../../core/weight.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'

/** What stands above every page of a khata. */
export interface Figures {
  /** Above zero the party owes, below it is owed. */
  balance: Paise
  openCount: number
  overdue: Paise
  overdueSince: IsoDate | null
  /** What we owe and are late with. */
  overdueToPay: Paise
  overdueToPaySince: IsoDate | null
  lastPaid: Paise | null
  lastPaidOn: IsoDate | null
  /** Cheques of theirs that the books do not know of yet. */
  postDated: Paise
  city: string
  /** Of the party: whose prices it gets; empty for none. */
  group: string
  shop: string
  /** Fine metal: above zero the party owes it, below it is owed. */
  gold: Mg
  silver: Mg
}

/** Which of these papers are bills of suppliers, and what their suppliers call them. */
export async function supplierBillsAmong(
  tx: Tx,
  businessId: string,
  documentIds: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = documentIds.filter((id) => id !== null)
  if (ids.length === 0) return new Map()
  const rows = await named<{ id: string; theirs: string }>(tx, supplierBills, [businessId, ids])
  return new Map(rows.map(({ id, theirs }) => [id, theirs]))
}

const supplierBills = {
  name: 'khata.supplier_bills',
  text: 'select document_id as id, their_number as theirs from supplier_bill where business_id = $1 and document_id = any($2::uuid[])',
}

/** In one round trip. Of the payments only those among the newest lines are looked for, so that it costs the same for all. */
export async function findFigures(tx: Tx, businessId: string, partyId: string, today: IsoDate): Promise<Figures> {
  const [row] = await named<Figures>(tx, figures, [businessId, partyId, today])
  if (!row) throw new Error('figures always come')
  return row
}

const figures = {
  name: 'khata.figures',
  text: `
    select coalesce((select amount from party_balance where business_id = $1 and party_id = $2 and commodity = 'INR'), 0)::bigint as balance,
      coalesce((select amount from party_balance where business_id = $1 and party_id = $2 and commodity = 'XAU'), 0)::bigint as gold,
      coalesce((select amount from party_balance where business_id = $1 and party_id = $2 and commodity = 'XAG'), 0)::bigint as silver,
      i.*, paid.amount as "lastPaid", paid.on_date as "lastPaidOn",
      coalesce((select city from party_address where business_id = $1 and party_id = $2 and kind = 'billing' limit 1), '') as city,
      coalesce((select g.name from party p join party_group g on g.business_id = p.business_id and g.id = p.group_id
        where p.business_id = $1 and p.id = $2), '') as "group",
      (select name from business where id = $1) as shop,
      coalesce((select sum(amount) from cheque where business_id = $1 and party_id = $2
        and direction = 'received' and stage = 'received' and document_id is null), 0)::bigint as "postDated"
    from (
      select count(*)::int as "openCount",
        coalesce(sum(open_amount) filter (where side = 'debit' and due_on < $3::date), 0)::bigint as overdue,
        min(due_on) filter (where side = 'debit' and due_on < $3::date) as "overdueSince",
        coalesce(sum(open_amount) filter (where side = 'credit' and kind in ('bill', 'opening') and not is_advance and due_on < $3::date), 0)::bigint as "overdueToPay",
        min(due_on) filter (where side = 'credit' and kind in ('bill', 'opening') and not is_advance and due_on < $3::date) as "overdueToPaySince"
      from open_item where business_id = $1 and party_id = $2 and open_amount > 0 and commodity = 'INR'
    ) i
    left join lateral (
      select abs(p.amount) as amount, p.on_date from (
        select voucher_id, amount, on_date, line from posting
        where business_id = $1 and party_id = $2 and commodity = 'INR'
        order by on_date desc, voucher_id desc, line desc limit 50
      ) p join voucher v on v.business_id = $1 and v.id = p.voucher_id
      where (v.kind = 'receipt' and p.amount < 0 or v.kind = 'sales' and p.amount < 0 or v.kind = 'payment' and p.amount > 0)
        and not exists (select 1 from voucher r where r.business_id = $1 and r.reverses_id = p.voucher_id)
      order by p.on_date desc, p.voucher_id desc, p.line desc limit 1
    ) paid on true`,
}

export interface OpenBill {
  id: string
  kind: OpenItemKind
  side: Side
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  amount: Paise
  openAmount: Paise
  documentId: string | null
  voucherId: string
  voucherKind: string
  isSupplierBill: boolean
}

/** What is still open, oldest due first, a page at a time. */
export async function listOpenBills(
  tx: Tx,
  businessId: string,
  partyId: string,
  after: readonly string[] | undefined,
): Promise<Page<OpenBill>> {
  const [dueOn, id] = fits(after) ? after : first
  return pageOf(await named<OpenBill>(tx, openBills, [businessId, partyId, dueOn, id]))
}

const first = ['0001-01-01', '00000000-0000-0000-0000-000000000000']
const fits = (after: readonly string[] | undefined): after is readonly string[] =>
  after !== undefined && /^\d{4}-\d\d-\d\d$/.test(after[0] ?? '') && isId(after[1])

const openBills = {
  name: 'khata.open_bills',
  text: `
    select i.id, i.kind, i.side, i.number, coalesce(i.billed_on, i.on_date) as "onDate", i.due_on as "dueOn", i.amount, i.open_amount as "openAmount",
      i.document_id as "documentId", i.voucher_id as "voucherId", v.kind as "voucherKind",
      exists (select 1 from supplier_bill b where b.business_id = i.business_id and b.document_id = i.document_id) as "isSupplierBill"
    from open_item i join voucher v on v.business_id = i.business_id and v.id = i.voucher_id
    where i.business_id = $1 and i.party_id = $2 and i.open_amount > 0 and i.commodity = 'INR' and (i.due_on, i.id) > ($3::date, $4::uuid)
    order by i.due_on, i.id
    limit ${pageSize + 1}`,
}
