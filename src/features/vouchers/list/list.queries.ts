import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { afterAll } from '../../../core/search-terms.ts'
import { numbersMeant } from '../../../core/series.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { ListedKind, VoucherFilter } from './list.form.ts'

export interface ListedVoucher {
  id: string
  kind: string
  form: string | null
  number: string
  onDate: IsoDate
  narration: string
  partyName: string | null
  /** What a sale or purchase comes to, of any other voucher its debits: as the day book says it. */
  amount: Paise
  isReversed: boolean
  hasFile: boolean
}

/** The row beside which a page begins: earlier ones follow it, or later ones come before it. */
export interface VoucherCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

/** Newest first, one more than a page holds. */
export async function listVouchers(
  tx: Tx,
  businessId: string,
  {
    filter,
    matches,
    cursor,
  }: { filter: VoucherFilter; matches: readonly string[] | undefined; cursor: VoucherCursor | undefined },
): Promise<ListedVoucher[]> {
  const { kind, from = '-infinity', to = 'infinity' } = filter
  const direction = cursor?.direction ?? 'earlier'
  const [onDate, id] = cursor ? [cursor.onDate, cursor.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const values = [businessId, from, to, onDate, id, pageSize + 1, ...(matches ? [matches] : [])]
  const rows = await named<ListedVoucher>(tx, statement(kind, direction, matches !== undefined), values)
  return direction === 'later' ? rows.toReversed() : rows
}

const mostMatches = 1000

/** The vouchers that a search means, the newest of them: "45" in any series and year, a whole number, a narration's beginning. */
export async function matchesOf(tx: Tx, businessId: string, search: string): Promise<string[]> {
  const isNumber = /^\d{1,9}$/.test(search)
  const series = !isNumber ? [] : await named<{ prefix: string; fy: string }>(tx, allSeries, [businessId])
  const beginning = search.toLowerCase().slice(0, 60)
  const [byNumber, byText] = await together([
    named<{ id: string }>(tx, numbered, [businessId, numbersMeant(search, series), mostMatches]),
    named<{ id: string }>(tx, narrated, [businessId, beginning, afterAll(beginning), mostMatches]),
  ])
  return [...new Set([...byNumber, ...byText].map(({ id }) => id))]
}

/** The kind stands in the text, so that the index of the rare kinds is used; each has a name of its own. */
function statement(
  kind: ListedKind | undefined,
  direction: VoucherCursor['direction'],
  hasMatches: boolean,
): Statement {
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const conditions = [kind === undefined ? '' : conditionOf(kind), hasMatches ? 'v.id = any($7::uuid[])' : ''].filter(
    Boolean,
  )
  return {
    name: `vouchers.list.${direction}.${kind ?? 'all'}${hasMatches ? '.found' : ''}`,
    text: `
      select v.id, v.kind, e.form, v.number, v.on_date as "onDate", v.narration,
        (select p.name from party p where p.business_id = v.business_id and p.id = v.party_id) as "partyName",
        (select case when v.kind in ('sales', 'purchase', 'credit-note', 'debit-note') and f.settled <> 0 then abs(f.settled)
            else f.debits end from (
          select coalesce(sum(l.amount) filter (where l.amount > 0), 0) as debits,
            coalesce(sum(l.amount) filter (where a.money is not null or a.role in ('debtors', 'creditors', 'loyalty-points', 'loyalty-cost', 'gift-vouchers')), 0) as settled
          from posting l join account a on a.business_id = l.business_id and a.id = l.account_id
          where l.business_id = v.business_id and l.voucher_id = v.id and l.commodity = 'INR') f)::bigint as amount,
        exists (select 1 from voucher r where r.business_id = v.business_id and r.reverses_id = v.id) as "isReversed",
        exists (select 1 from voucher_attachment a where a.business_id = v.business_id and a.voucher_id = v.id) as "hasFile"
      from voucher v left join voucher_entry e on e.business_id = v.business_id and e.voucher_id = v.id
      where v.business_id = $1 and v.on_date between $2::date and $3::date and (v.on_date, v.id) ${than} ($4::date, $5::uuid)
        ${conditions.map((condition) => `and ${condition}`).join(' ')}
      order by v.on_date ${order}, v.id ${order} limit $6`,
  }
}

const conditionOf = (kind: ListedKind): string =>
  kind === 'expense' ? `v.kind = 'purchase' and e.form = 'expense'` : `v.kind = '${kind}'`

// A voucher with a paper bears its number, and papers are found by theirs.
const numbered = {
  name: 'vouchers.numbered',
  text: `
    select v.id from voucher v
    where v.business_id = $1 and v.document_id is null and v.number <> '' and v.number = any($2::text[])
    union
    select v.id from document d join voucher v on v.business_id = d.business_id and v.document_id = d.id
    where d.business_id = $1 and d.number = any($2::text[])
    limit $3`,
}

const narrated = {
  name: 'vouchers.narrated',
  text: `
    select id from voucher
    where business_id = $1 and narration <> '' and narration_key >= $2 and narration_key < $3
    order by on_date desc, id desc limit $4`,
}

const allSeries = {
  name: 'vouchers.series',
  text: 'select distinct prefix, fy from series where business_id = $1',
}
