import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import { mostStanding } from '../bank.rules.ts'
import { listOpenEntries, listOpenLines } from '../reconciling/reconciling.queries.ts'

/** What is still open at the end of a day on one side: an entry not in the bank, a line not in the books. */
export interface Standing {
  readonly onDate: IsoDate
  readonly amount: Paise
  readonly number: string
  /** Of an entry; null of a line of the bank's. */
  readonly kind: VoucherKind | null
  /** The balance of before the first statement, which is a line without words. */
  readonly isOpening: boolean
  readonly words: string
}

/** Entries that stood in the books and not in the bank at the end of a day, oldest first; one more than is printed. */
export async function entriesStanding(tx: Tx, businessId: string, accountId: string, on: IsoDate): Promise<Standing[]> {
  const most = mostStanding + 1
  const [open, later] = await Promise.all([
    listOpenEntries(tx, businessId, accountId, { from: undefined, to: on, most }),
    named<Standing>(tx, entriesMatchedLater, [businessId, accountId, on, most]),
  ])
  const rows = open.map(({ onDate, amount, number, kind, party, narration, reference }) => ({
    onDate,
    amount,
    number,
    kind,
    isOpening: false,
    words: [party, narration, reference].filter(Boolean).join(' · '),
  }))
  return byDay([...rows, ...later])
}

/** Lines of the bank that stood there and not in the books. */
export async function linesStanding(tx: Tx, businessId: string, accountId: string, on: IsoDate): Promise<Standing[]> {
  const most = mostStanding + 1
  const [open, later] = await Promise.all([
    listOpenLines(tx, businessId, accountId, { from: undefined, to: on, most }),
    named<Standing>(tx, linesMatchedLater, [businessId, accountId, on, most]),
  ])
  const rows = open.map(({ onDate, amount, reference, kind, narration }) => ({
    onDate,
    amount,
    number: reference,
    kind: null,
    isOpening: kind === 'opening',
    words: narration,
  }))
  return byDay([...rows, ...later])
}

const byDay = (rows: readonly Standing[]): Standing[] =>
  [...rows].sort((a, b) => (a.onDate < b.onDate ? -1 : a.onDate > b.onDate ? 1 : 0))

const matchedLater = `
  from bank_match m
  join bank_match_part p on p.business_id = m.business_id and p.match_id = m.id
  where m.business_id = $1 and m.account_id = $2 and m.last_on > $3::date and m.undoes_id is null and p.on_date <= $3::date
    and not exists (select 1 from bank_match u where u.business_id = m.business_id and u.undoes_id = m.id)`

const entriesMatchedLater = {
  name: 'bank.standing.entries',
  text: `
    select p.on_date as "onDate", p.amount, v.number, v.kind, false as "isOpening", concat_ws(' · ', y.name, nullif(v.narration, '')) as words
    from (select p.on_date, p.amount, p.voucher_id ${matchedLater} and p.voucher_id is not null order by p.on_date limit $4) p
    join voucher v on v.business_id = $1 and v.id = p.voucher_id
    left join party y on y.business_id = v.business_id and y.id = v.party_id`,
}

const linesMatchedLater = {
  name: 'bank.standing.lines',
  text: `
    select p.on_date as "onDate", p.amount, l.reference as number, null as kind, l.kind = 'opening' as "isOpening",
      l.narration as words
    from (select p.on_date, p.amount, p.bank_line_id ${matchedLater} and p.bank_line_id is not null order by p.on_date limit $4) p
    join bank_line l on l.business_id = $1 and l.id = p.bank_line_id`,
}
