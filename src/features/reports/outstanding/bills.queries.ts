import type { OpenItemKind } from '../../../core/allocation.ts'
import { daysBetween, type IsoDate, isDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named, type Statement } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import { isLatest, type OutstandingPart } from './outstanding.queries.ts'
import type { AgeBy, Aged, Stands } from './outstanding.rules.ts'
import {
  type AgedRow,
  agedFromSql,
  agedOfRow,
  agedSql,
  billedOnSql,
  itemsOnSql,
  standsSql,
  wholeItemsSql,
} from './outstanding.sql.ts'

export interface BillsAsked {
  readonly stands: Stands
  readonly asOf: IsoDate
  readonly by: AgeBy
  /** Of one party, or of all. */
  readonly partyId?: string | undefined
}

export interface OutstandingBill {
  readonly id: string
  readonly kind: OpenItemKind
  readonly number: string
  readonly partyId: string
  readonly partyName: string
  readonly billedOn: IsoDate
  readonly dueOn: IsoDate
  readonly amount: Paise
  /** What was open of it at the end of the day that was asked for. */
  readonly open: Paise
  readonly documentId: string | null
  readonly voucherId: string
  readonly voucherKind: VoucherKind
}

/** A page of what was open on the day, first due first. It costs what outstanding.queries.ts says of its parties. */
export async function listOutstandingBills(
  tx: Tx,
  businessId: string,
  asked: BillsAsked,
  { after, limit }: OutstandingPart,
): Promise<Page<OutstandingBill>> {
  const latest = await isLatest(tx, businessId, asked.asOf)
  const values = [businessId, asked.asOf, ...billCursor(after), limit + 1]
  const rows = await named<OutstandingBill>(tx, statementOf('bills', asked, latest), withParty(values, asked))
  return pageOf(rows, limit)
}

/** What one party owes, or is owed, by its age. */
export async function agedOfParty(
  tx: Tx,
  businessId: string,
  asked: BillsAsked & { readonly partyId: string },
): Promise<Aged> {
  const latest = await isLatest(tx, businessId, asked.asOf)
  const [row] = await named<AgedRow>(tx, statementOf('aged', asked, latest), [businessId, asked.asOf, asked.partyId])
  if (!row) throw new Error('a sum always comes')
  return agedOfRow(row)
}

export const billCursorOf = ({ dueOn, id }: OutstandingBill): readonly string[] => [dueOn, id]

/** Days past the day that the age is counted from; none where it is not over. */
export function daysLate({ dueOn, billedOn }: OutstandingBill, asOf: IsoDate, by: AgeBy): number {
  return Math.max(0, daysBetween(by === 'due' ? dueOn : billedOn, asOf))
}

function billCursor(after: string | undefined): readonly string[] {
  const [dueOn = '', id = ''] = readCursor(after, 2) ?? []
  return isDate(dueOn) && isId(id) ? [dueOn, id] : ['0001-01-01', '00000000-0000-0000-0000-000000000000']
}

const withParty = (values: readonly unknown[], { partyId }: BillsAsked): unknown[] =>
  partyId === undefined ? [...values] : [...values, partyId]

const made = new Map<string, Statement>()

function statementOf(what: 'bills' | 'aged', { stands, by, partyId }: BillsAsked, latest: boolean): Statement {
  const whose = partyId === undefined ? 'all' : 'one'
  const name = `reports.outstanding.${what}.${stands}.${by}.${whose}.${latest ? 'now' : 'then'}`
  const known = made.get(name)
  if (known) return known
  const party = partyId === undefined ? '' : `and i.party_id = ${what === 'bills' ? '$6' : '$3'}::uuid`
  const text = what === 'bills' ? billsText(stands, latest, party) : agedText(stands, by, latest, party)
  const statement = { name, text }
  made.set(name, statement)
  return statement
}

/** Items with what was open of them, named `i`. */
const source = (stands: Stands, latest: boolean, party: string): { ctes: string; from: string; open: string } =>
  latest
    ? {
        ctes: '',
        from: `open_item i where i.business_id = $1 and i.open_amount > 0 and ${standsSql(stands)} ${party}`,
        open: 'i.open_amount',
      }
    : {
        ctes: `with ${itemsOnSql(stands, party)}, ${wholeItemsSql}`,
        from: 'whole i where i.open_then <> 0',
        open: 'i.open_then',
      }

function billsText(stands: Stands, latest: boolean, party: string): string {
  const { ctes, from, open } = source(stands, latest, party)
  return `
    ${ctes}
    select b.id, b.kind, b.number, b.party_id as "partyId", p.name as "partyName", b.billed as "billedOn", b.due_on as "dueOn",
      b.amount, b.open, b.document_id as "documentId", b.voucher_id as "voucherId", v.kind as "voucherKind"
    from (
      select i.id, i.kind, i.number, i.party_id, ${billedOnSql('i')} as billed, i.due_on, i.amount, ${open} as open, i.document_id, i.voucher_id
      from ${from} and $2::date is not null and (i.due_on, i.id) > ($3::date, $4::uuid)
      order by i.due_on, i.id limit $5
    ) b
    join party p on p.business_id = $1 and p.id = b.party_id
    join voucher v on v.business_id = $1 and v.id = b.voucher_id
    order by b.due_on, b.id`
}

function agedText(stands: Stands, by: AgeBy, latest: boolean, party: string): string {
  const { ctes, from, open } = source(stands, latest, party)
  return `${ctes} select ${agedSql({ from: agedFromSql(by, 'i'), asOf: '$2::date', open })} from ${from}`
}
