import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { afterAll, type Terms, termsOf } from '../../../core/search-terms.ts'
import { isId } from '../../../db/ids.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Show } from './shows.ts'

export interface ListedParty {
  id: string
  name: string
  phone: string
  state: string
  isArchived: boolean
  /** Above zero the party owes, below it is owed. */
  dues: Paise
  lastOn: IsoDate | null
  /** What the list is sorted by, as text. */
  key: string
}

/** Beside which row a page begins, and on which side of it. */
export interface Beside {
  key: string
  id: string
  side: 'after' | 'before'
}

export interface ListedPage {
  rows: ListedParty[]
  hasEarlier: boolean
  hasLater: boolean
}

/**
 * A page of parties: by name, by dues where those with dues are asked for, and by the words that were found in a search.
 * Every page costs what it shows. A phrase that is found nowhere is looked for word by word.
 */
export async function listParties(
  tx: Tx,
  businessId: string,
  { show, q, group = '', beside }: { show: Show; q: string; group?: string; beside?: Beside | undefined },
): Promise<ListedPage> {
  const terms = termsOf(q)
  const sort: Sort = terms ? 'phrase' : show === 'dues' ? 'dues' : 'name'
  const page = await read(tx, businessId, { show, sort, terms, group, beside, limit: pageSize + 1 })
  if (page.found.length > 0 || !hasMoreWords(terms)) return pageOf(page)
  return pageOf(await read(tx, businessId, { show, sort: 'words', terms, group, beside, limit: pageSize + 1 }))
}

/** The first few that a search finds among those who are not archived, or among the suppliers of them. */
export async function listPicks(
  tx: Tx,
  businessId: string,
  q: string,
  show: 'all' | 'suppliers' = 'all',
): Promise<ListedParty[]> {
  const terms = termsOf(q)
  const asked = { show, terms, group: '', beside: undefined, limit: 8 } as const
  const { found } = await read(tx, businessId, { ...asked, sort: terms ? 'phrase' : 'name' })
  if (found.length > 0 || !hasMoreWords(terms)) return found
  return (await read(tx, businessId, { ...asked, sort: 'words' })).found
}

const hasMoreWords = (terms: Terms | undefined): boolean => terms !== undefined && terms.words.length > 1

type Sort = 'name' | 'dues' | 'phrase' | 'words'
interface Asked {
  show: Show
  sort: Sort
  terms: Terms | undefined
  /** The id of a price group; empty for all. */
  group: string
  beside: Beside | undefined
  limit: number
}
interface Read {
  found: ListedParty[]
  /** Where the page really began. */
  beside: Beside | undefined
}

async function read(tx: Tx, businessId: string, { terms, group, ...asked }: Asked): Promise<Read> {
  const { sort, limit, show } = asked
  const [longest = '', ...others] = terms?.words ?? []
  const looked = sort === 'words' ? longest : (terms?.phrase ?? '')
  const beside = fits(sort, looked, asked.beside) ? asked.beside : undefined
  const from = beside ?? firstOf(sort, looked)
  const values: unknown[] = [businessId, from.key, from.id]
  if (terms) values.push(looked, afterAll(looked))
  if (sort === 'words') values.push(others)
  if (isId(group)) values.push(group)
  const groupAt = isId(group) ? values.length : 0
  const isBack = beside?.side === 'before'
  return { found: await named<ListedParty>(tx, statement({ show, sort, isBack, limit, groupAt }), values), beside }
}

const firstOf = (sort: Sort, looked: string): { key: string; id: string } =>
  sort === 'dues'
    ? { key: '9223372036854775807', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
    : { key: looked, id: '00000000-0000-0000-0000-000000000000' }

/** An address may hold anything: a key that does not fit shows the first page. */
function fits(sort: Sort, looked: string, beside: Beside | undefined): boolean {
  if (!beside || !isId(beside.id)) return false
  return sort === 'dues' ? /^\d{1,18}$/.test(beside.key) : beside.key.startsWith(looked)
}

function pageOf({ found, beside }: Read): ListedPage {
  const isBack = beside?.side === 'before'
  const hasMore = found.length > pageSize
  const rows = found.slice(0, pageSize)
  if (isBack) rows.reverse()
  return { rows, hasEarlier: isBack ? hasMore : beside !== undefined, hasLater: isBack || hasMore }
}

const made = new Map<string, Statement>()

interface Look {
  show: Show
  sort: Sort
  isBack: boolean
  limit: number
  /** Which value is the group; 0 for none. */
  groupAt: number
}

/** One statement for each way to look at the list, so that each is prepared once and uses its own index. */
function statement({ show, sort, isBack, limit, groupAt }: Look): Statement {
  const name = `parties.list.${show}.${sort}.${isBack ? 'back' : 'on'}.${limit}${groupAt > 0 ? '.group' : ''}`
  const known = made.get(name)
  if (known) return known
  const { by, id } = keysOf[sort]
  // Those who owe most stand first.
  const isDown = (sort === 'dues') !== isBack
  const order = isDown ? 'desc' : 'asc'
  // Only the far end is bounded: at the near one the key is, and of two bounds Postgres may begin at the wider one.
  const isSearch = sort === 'phrase' || sort === 'words'
  const terms = isSearch ? (isBack ? 'and s.term >= $4' : 'and s.term < $5') : ''
  const text = `
    select ${columns}, ${by}::text as key
    ${sources[sort]}
    where ${conditions[sort]} ${terms} and ${filters[show]} ${groupAt > 0 ? `and p.group_id = $${groupAt}` : ''} and (${by}, ${id}) ${isDown ? '<' : '>'} ($2, $3)
    order by ${by} ${order}, ${id} ${order}
    limit ${limit}`
  const one = { name, text }
  made.set(name, one)
  return one
}

const columns = `
  p.id, p.name, p.phone, p.state, p.archived_at is not null as "isArchived", coalesce(b.amount, 0)::bigint as dues,
  (select o.on_date from posting o where o.business_id = $1 and o.party_id = p.id and o.commodity = 'INR'
   order by o.on_date desc limit 1) as "lastOn"`

const keysOf: Readonly<Record<Sort, { by: string; id: string }>> = {
  name: { by: 'p.name_key', id: 'p.id' },
  dues: { by: 'b.amount', id: 'b.party_id' },
  phrase: { by: 's.term', id: 's.party_id' },
  words: { by: 's.term', id: 's.party_id' },
}

const balance = `
  left join party_balance b on b.business_id = p.business_id and b.party_id = p.id and b.commodity = 'INR'`
const found = `
  from party_search s join party p on p.business_id = s.business_id and p.id = s.party_id ${balance}`

const sources: Readonly<Record<Sort, string>> = {
  name: `from party p ${balance}`,
  dues: 'from party_balance b join party p on p.business_id = b.business_id and p.id = b.party_id',
  phrase: found,
  words: found,
}

// A party whose name holds two words that begin so is shown once, at the first of them.
const begins = `
  s.business_id = $1
  and not exists (select 1 from party_search d
    where d.business_id = $1 and d.party_id = s.party_id and d.term >= $4 and d.term < $5 and d.term < s.term)`

const conditions: Readonly<Record<Sort, string>> = {
  name: 'p.business_id = $1',
  dues: "b.business_id = $1 and b.commodity = 'INR'",
  phrase: begins,
  words: `${begins}
    and not exists (select 1 from unnest($6::text[]) w where not exists (select 1 from party_search o
      where o.business_id = $1 and o.party_id = s.party_id and o.term >= w and o.term < w || chr(1114111)))`,
}

const filters: Readonly<Record<Show, string>> = {
  all: 'p.archived_at is null',
  customers: 'p.is_customer and p.archived_at is null',
  suppliers: 'p.is_supplier and p.archived_at is null',
  karigars: 'p.is_karigar and p.archived_at is null',
  // Who owes is shown also when archived: no money is forgotten.
  dues: 'b.amount > 0',
  archived: 'p.archived_at is not null',
}
