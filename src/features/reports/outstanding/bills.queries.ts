import type { OpenItemKind } from '../../../core/allocation.ts'
import { daysBetween, type IsoDate, isDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named, type Statement } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { itemColumnsSql, type VoucherKind } from '../../books/index.ts'
import { isLatest, type OutstandingPart } from './outstanding.queries.ts'
import type { AgeBy, Aged, Stands } from './outstanding.rules.ts'
import {
  type AgedRow,
  agedFromSql,
  agedOfRow,
  agedSql,
  billedOnSql,
  daysThenSql,
  listThenSql,
  standsSql,
} from './outstanding.sql.ts'

export interface BillsAsked {
  readonly stands: Stands
  readonly asOf: IsoDate
  readonly by: AgeBy
  /** Of one party, or of all. */
  readonly partyId?: string | undefined
  readonly today?: IsoDate
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

/** A page of what was open on the day, first due first. It costs what it shows, whatever the number of bills. */
export async function listOutstandingBills(
  tx: Tx,
  businessId: string,
  asked: BillsAsked,
  { after, limit }: OutstandingPart,
): Promise<Page<OutstandingBill>> {
  const { partyId } = asked
  const values = [businessId, asked.asOf, ...billCursor(after)]
  if (partyId !== undefined) return pageOf(await read('of-party', billsOfParty, [...values, partyId]), limit)
  const of = (isNow: boolean) => (isNow ? read('now', billsNow, values) : read('then', billsThen, values))
  // Guessed, as the list of parties does.
  const guess = asked.today === undefined || asked.asOf >= asked.today
  const [latest, rows] = await together([isLatest(tx, businessId, asked.asOf), of(guess)])
  return pageOf(latest === guess ? rows : await of(latest), limit)

  function read(what: string, text: Text, given: readonly unknown[]): Promise<OutstandingBill[]> {
    return named(tx, statementOf(what, asked, text, limit + 1), given)
  }
}

/** What one party owes, or is owed, by its age. */
export async function agedOfParty(
  tx: Tx,
  businessId: string,
  asked: BillsAsked & { readonly partyId: string },
): Promise<Aged> {
  const [row] = await named<AgedRow>(tx, statementOf('aged', asked, agedText), [businessId, asked.asOf, asked.partyId])
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

type Text = (asked: Pick<BillsAsked, 'stands' | 'by'> & { readonly limit: number }) => string

const made = new Map<string, Statement>()

function statementOf(what: string, { stands, by }: BillsAsked, text: Text, limit = 1): Statement {
  const name = `reports.outstanding.bills.${what}.${stands}.${by}.${limit}`
  const known = made.get(name)
  if (known) return known
  const statement = { name, text: text({ stands, by, limit }) }
  made.set(name, statement)
  return statement
}

const agedText: Text = ({ stands, by }) =>
  agedSql({ from: agedFromSql(by, 'i'), asOf: '$2::date', source: listThenSql(stands, 'i.party_id = $3::uuid') })

const afterCursor = '(i.due_on, i.id) > ($3::date, $4::uuid)'

const billsNow: Text = ({ stands, limit }) =>
  shownSql(`
    select ${itemColumnsSql}, i.open_amount as open_then from open_item i
    where i.business_id = $1 and i.open_amount > 0 and ${standsSql(stands)} and $2::date is not null and ${afterCursor}
    order by i.due_on, i.id limit ${limit}`)

const billsOfParty: Text = ({ stands, limit }) =>
  shownSql(`
    select i.* from ${listThenSql(stands, 'i.party_id = $5::uuid')} i where ${afterCursor}
    order by i.due_on, i.id limit ${limit}`)

/**
 * The kept days say on which due days something was open, so that nothing is read of the others; each of them has at least
 * one item, and so a page needs no more days than items.
 */
const billsThen: Text = ({ stands, limit }) =>
  shownSql(`
    select i.* from (
      select due_on from ${daysThenSql(stands, 'and i.due_on >= $3::date')} i
      group by due_on having sum(open_amount) <> 0 order by due_on limit ${limit + 1}
    ) d
    cross join lateral (select * from ${listThenSql(stands, 'i.due_on = d.due_on')} i where ${afterCursor}) i
    order by d.due_on, i.id limit ${limit}`)

/** The bills `items` with what a page shows of them. */
const shownSql = (items: string): string => `
  select i.id, i.kind, i.number, i.party_id as "partyId", p.name as "partyName", ${billedOnSql('i')} as "billedOn", i.due_on as "dueOn",
    i.amount, i.open_then as open, i.document_id as "documentId", i.voucher_id as "voucherId", v.kind as "voucherKind"
  from (${items}) i
  cross join lateral (select p.name from party p where p.business_id = $1 and p.id = i.party_id limit 1) p
  cross join lateral (select v.kind from voucher v where v.business_id = $1 and v.id = i.voucher_id limit 1) v
  order by i.due_on, i.id`
