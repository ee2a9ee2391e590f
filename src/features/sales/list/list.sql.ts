import type { Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { matchPapers, type PaperMatches } from '../../parties/index.ts'
import { mostCounted, type SaleStatus, type SalesFilter } from './list.form.ts'

/** What a search means: parties by name or mobile, and numbers of bills. */
export interface Matches {
  readonly partyIds: readonly string[]
  readonly numbers: readonly string[]
}

/** A filter as values ($2 on) and the conditions that use them. */
export interface Asked {
  readonly status: SaleStatus | undefined
  readonly values: readonly unknown[]
  readonly conditions: readonly string[]
  /** Where a search stands in the values, and how it is best asked for. */
  readonly found: { readonly parties: string; readonly numbers: string; readonly isFew: boolean } | undefined
  /** Which conditions there are: the statement of each choice is prepared once, for planning it takes longer than running it. */
  readonly shape: string
}

export function askedFor(filter: SalesFilter, matches?: Matches): Asked {
  const { status, from = '-infinity', to = 'infinity', least, most, today } = filter
  const values: unknown[] = [from, to]
  const conditions: string[] = []
  const value = (one: unknown): string => `$${values.push(one) + 1}`
  if (status === 'overdue') conditions.push(`i.due_on < ${value(today)}::date`)
  if (status === 'part') conditions.push('i.open_amount < d.total_paise')
  if (status === 'paid') conditions.push(`d.state = 'issued' and coalesce(i.open_amount, 0) = 0`)
  if (status === 'cancelled') conditions.push(`d.state = 'cancelled'`)
  if (least !== undefined) conditions.push(`d.total_paise >= ${value(least)}`)
  if (most !== undefined) conditions.push(`d.total_paise <= ${value(most)}`)
  const found = matches && { ...matchedBy(matches), parties: value(matches.partyIds), numbers: value(matches.numbers) }
  const bounds = [least === undefined ? '' : 'least', most === undefined ? '' : 'most']
  const shape = [status ?? 'all', found ? (found.isFew ? 'few' : 'many') : '', ...bounds].filter(Boolean).join('.')
  return { status, values, conditions, found, shape }
}

const matchedBy = ({ partyIds }: Matches) => ({ isFew: partyIds.length <= 64 })

/** One page and a row more: date and id of the cursor follow the filter's values. The plan is kept, so it must know how few. */
export function listText(asked: Asked, direction: 'earlier' | 'later'): Statement {
  const [onDate, id] = [1, 2].map((n) => `$${asked.values.length + 1 + n}`)
  const limit = pageSize + 1
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const page = (key: string) => `
    and (${key}) ${than} (${onDate}::date, ${id}::uuid)
    order by ${key.replace(', ', ` ${order}, `)} ${order} limit ${limit}`
  const text = `
    select d.id, d.number, d.on_date, d.due_on, d.state, d.party_snapshot ->> 'name' as party_name, d.total_paise,
      case when d.state = 'issued' then coalesce(d.open_amount, 0) else 0 end as open_paise
    from (${rowsOf(asked, page)}) d
    order by d.on_date ${order}, d.id ${order} limit ${limit}`
  return { name: `sales.list.${direction}.${asked.shape}`, text }
}

export function totalsText(asked: Asked): Statement {
  const limit = mostCounted + 1
  const text = `
    select count(*)::int as count, coalesce(sum(d.total_paise) filter (where d.state = 'issued'), 0)::bigint as total_paise,
      coalesce(sum(d.open_amount) filter (where d.state = 'issued'), 0)::bigint as open_paise
    from (select * from (${rowsOf(asked, () => `limit ${limit}`)}) bills limit ${limit}) d`
  return { name: `sales.totals.${asked.shape}`, text }
}

const columns = 'd.id, d.number, d.on_date, d.due_on, d.state, d.party_snapshot, d.total_paise, i.open_amount'

/**
 * What is open is found by its open items; a few parties each by their own bills; the rest by date, each kind of paper by
 * its own stretch of the index.
 */
function rowsOf(asked: Asked, page: (key: string) => string): string {
  const { status, found } = asked
  const and = asked.conditions.map((condition) => ` and ${condition}`).join('')
  // A thousand customers in a kept plan: an array is gone through for each bill, what is selected is put into a hash table.
  const match = found
    ? ` and (d.party_id in (select unnest(${found.parties}::uuid[])) or d.number = any(${found.numbers}::text[]))`
    : ''
  const bills = (which: string) => `
      (select ${columns} from document d
      left join open_item i on i.business_id = d.business_id and i.document_id = d.id and i.kind = 'bill'
      where d.business_id = $1 and ${which} and d.on_date between $2::date and $3::date${and} ${page('d.on_date, d.id')})`
  const ofEitherKind = `d.kind in ('invoice', 'bill-of-supply')`
  if (status === 'due' || status === 'overdue' || status === 'part')
    return `
      select ${columns} from open_item i join document d on d.business_id = i.business_id and d.id = i.document_id
      where i.business_id = $1 and i.side = 'debit' and i.kind = 'bill' and i.open_amount > 0 and i.on_date between $2::date and $3::date
        and ${ofEitherKind} and d.state = 'issued'${and}${match} ${page('i.on_date, i.document_id')}`
  if (found?.isFew) return ofFew(found, asked, page)
  if (status === 'cancelled') return bills(`${ofEitherKind}${match}`)
  return `${bills(`d.kind = 'invoice'${match}`)} union all ${bills(`d.kind = 'bill-of-supply'${match}`)}`
}

/**
 * The bills of each party and of each number by its index, as keys: all else is read of those that are shown. Numbers are
 * asked one by one: of many at once a kept plan walks all bills by their days.
 */
function ofFew(
  { parties, numbers }: { parties: string; numbers: string },
  asked: Asked,
  page: (key: string) => string,
) {
  const and = asked.conditions.map((condition) => ` and ${condition}`).join('')
  const item = "open_item i on i.business_id = d.business_id and i.document_id = d.id and i.kind = 'bill'"
  const keys = (which: string) => `
      (select d.id, d.on_date from document d ${asked.status === 'paid' ? `left join ${item}` : ''}
      where d.business_id = $1 and ${which} and d.kind in ('invoice', 'bill-of-supply')
        and d.on_date between $2::date and $3::date${and} ${page('d.on_date, d.id')})`
  return `
    select ${columns} from (
      select * from (
        select b.* from unnest(${parties}::uuid[]) as p (id), lateral ${keys('d.party_id = p.id')} b
        union all
        select b.* from (select distinct unnest(${numbers}::text[])) as n (number),
          lateral ${keys(`d.number = n.number and coalesce(d.party_id <> all(${parties}::uuid[]), true)`)} b
      ) d where true ${page('d.on_date, d.id')}
    ) k join document d on d.business_id = $1 and d.id = k.id left join ${item}`
}

/** "1341" is the bill of that number in any series and year, "GJ/26-27/01341" this one bill. */
export const matchesOf = (tx: Tx, businessId: string, search: string): Promise<PaperMatches> =>
  matchPapers(tx, businessId, { search, kinds: ['invoice', 'bill-of-supply'] })
