import type { Rest } from '../../core/allocation.ts'
import type { ChequeDirection, ChequeStage } from '../../core/cheque.ts'
import type { IsoDate } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import { type Paise, zero } from '../../core/money.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'

/** A cheque as it stands now. */
export interface Cheque {
  id: string
  direction: ChequeDirection
  stage: ChequeStage
  partyId: string
  partyName: string
  isCustomer: boolean
  number: string
  bankName: string
  bankBranch: string
  chequeDate: IsoDate
  amount: Paise
  onDate: IsoDate
  movedOn: IsoDate
  restAs: Rest
  note: string
  /** The receipt or payment that it is in the books now. */
  documentId: string | null
  documentNumber: string | null
  /** The bank it is drawn on, of one issued; the one it was put into, of one received. */
  accountId: string | null
  accountName: string | null
  byName: string
  zone: string
  /** Whether the shop takes input credit. */
  takesCredit: boolean
}

export interface ChequeEvent {
  id: string
  from: ChequeStage | 'new'
  to: ChequeStage
  onDate: IsoDate
  documentId: string | null
  voucherId: string | null
  accountName: string | null
  charges: Paise
  recovered: Paise
  reason: string
  requestHash: string
  byName: string
  at: Date
}

/** With all that happened to it, oldest first. With `lock`, nobody moves it until the transaction ends. Throws NotFound. */
export async function findCheque(
  tx: Tx,
  businessId: string,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<{ cheque: Cheque; events: ChequeEvent[] }> {
  if (!isId(id)) throw new NotFound('no such cheque')
  const key = [businessId, id]
  const [, [cheque], events] = await together([
    lock ? named(tx, chequeLocked, key) : undefined,
    named<Cheque>(tx, chequeById, key),
    named<ChequeEvent>(tx, eventsOf, key),
  ])
  if (!cheque) throw new NotFound(`no cheque ${id}`)
  return { cheque, events }
}

export interface BankAccount {
  id: string
  name: string
}

/** Where a cheque can be put, or drawn on. */
export const listBanks = (tx: Tx, businessId: string): Promise<BankAccount[]> => named(tx, banks, [businessId])

export interface ChequesDue {
  /** Received, of today or before, and not yet at the bank. */
  toDeposit: { count: number; amount: Paise }
  /** Their dates come in the next seven days. */
  soon: { count: number; amount: Paise }
  /** Issued post-dated, whose date has come, and not yet in the books. */
  toEnter: { count: number; amount: Paise }
}

/** What waits to be done with cheques: a few rows of an index, whatever the register holds. */
export async function chequesDue(tx: Tx, businessId: string, today: IsoDate): Promise<ChequesDue> {
  const [row] = await named<DueRow>(tx, due, [businessId, today])
  const of = (count: number | undefined, amount: Paise | undefined) => ({ count: count ?? 0, amount: amount ?? zero })
  return {
    toDeposit: of(row?.now, row?.nowAmount),
    soon: of(row?.soon, row?.soonAmount),
    toEnter: of(row?.enter, row?.enterAmount),
  }
}

interface DueRow {
  now: number
  nowAmount: Paise
  soon: number
  soonAmount: Paise
  enter: number
  enterAmount: Paise
}

const chequeLocked = {
  name: 'cheques.lock',
  text: 'select 1 from cheque where business_id = $1 and id = $2 for update',
}

const chequeById = {
  name: 'cheques.find',
  text: `
    select c.id, c.direction, c.stage, c.party_id as "partyId", p.name as "partyName", p.is_customer as "isCustomer", c.number,
      c.bank_name as "bankName", c.bank_branch as "bankBranch", c.cheque_date as "chequeDate", c.amount, c.on_date as "onDate",
      c.moved_on as "movedOn", c.rest_as as "restAs", c.note, c.document_id as "documentId", d.number as "documentNumber",
      c.account_id as "accountId", a.name as "accountName", c.by_name as "byName", b.zone,
      b.tax_scheme = 'regular' as "takesCredit"
    from cheque c
    join business b on b.id = c.business_id
    join party p on p.business_id = c.business_id and p.id = c.party_id
    left join document d on d.business_id = c.business_id and d.id = c.document_id
    left join account a on a.business_id = c.business_id and a.id = c.account_id
    where c.business_id = $1 and c.id = $2`,
}

const eventsOf = {
  name: 'cheques.events',
  text: `
    select e.id, e.from_stage as "from", e.to_stage as "to", e.on_date as "onDate", e.document_id as "documentId",
      e.voucher_id as "voucherId", a.name as "accountName", e.charges_paise as charges, e.recovered_paise as recovered, e.reason,
      e.request_hash as "requestHash", e.by_name as "byName", e.at
    from cheque_event e
    left join account a on a.business_id = e.business_id and a.id = e.account_id
    where e.business_id = $1 and e.cheque_id = $2
    order by e.at, e.id`,
}

const banks = {
  name: 'cheques.banks',
  text: `
    select id, name from account
    where business_id = $1 and money = 'bank' and not is_group and archived_at is null
    order by code limit 50`,
}

const due = {
  name: 'cheques.due',
  text: `
    select r.*, i.* from (
      select count(*) filter (where cheque_date <= $2::date)::int as now,
        coalesce(sum(amount) filter (where cheque_date <= $2::date), 0)::bigint as "nowAmount",
        count(*) filter (where cheque_date > $2::date)::int as soon,
        coalesce(sum(amount) filter (where cheque_date > $2::date), 0)::bigint as "soonAmount"
      from cheque where business_id = $1 and direction = 'received' and stage = 'received' and cheque_date <= $2::date + 7
    ) r cross join (
      select count(*)::int as enter, coalesce(sum(amount), 0)::bigint as "enterAmount"
      from cheque where business_id = $1 and direction = 'issued' and stage = 'issued' and document_id is null and cheque_date <= $2::date
    ) i`,
}
