import { documentNumber } from '../../../core/series.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { branchPrefix } from './branch-prefix.ts'

export type SeriesOf = {
  readonly documentKind: string
  readonly branchId: string
  /** As `financialYear` writes it: "26-27". */
  readonly fyLabel: string
  /**
   * For the first paper of its kind at the branch; without one that is a mistake of the program. A prefix that says no branch
   * yet, by a digit at its end, is marked with that of the branch where this is not the first one.
   */
  readonly defaultPrefix?: string
}
export type TakenNumber = {
  readonly seriesId: string
  readonly prefix: string
  readonly next: bigint
  readonly number: string
}

/**
 * The next number of a series. It holds the row until the transaction ends, so no number is given twice and one that is
 * rolled back is given again: no gap. Take it last of all locks (stock, open items, then this). The first paper of a
 * financial year begins a new row with the prefix of the latest one. Throws Refusal 'series.refusal.full'.
 */
export async function takeNumber(tx: Tx, businessId: string, of: SeriesOf): Promise<TakenNumber> {
  const key = [businessId, of.documentKind, of.branchId]
  const taken = (await named<Row>(tx, take, [...key, of.fyLabel]))[0] ?? (await takeFirst(tx, businessId, of))
  const number = documentNumber({ prefix: taken.prefix, fyLabel: of.fyLabel, next: taken.next })
  return { seriesId: taken.id, prefix: taken.prefix, next: taken.next, number }
}

type Row = { id: string; prefix: string; next: bigint }

/** Several may do this at once: the first to commit has made the row, and the others count on from it. */
async function takeFirst(tx: Tx, businessId: string, of: SeriesOf): Promise<Row> {
  const key = [businessId, of.documentKind, of.branchId]
  const [latest] = await named<{ prefix: string }>(tx, latestPrefix, key)
  const prefix = latest?.prefix ?? (await markedPrefix(tx, businessId, of))
  if (prefix === undefined) throw new Error(`no series and no prefix for ${of.documentKind}`)
  await named(tx, begin, [businessId, newId(), of.documentKind, of.branchId, of.fyLabel, prefix])
  const [row] = await named<Row>(tx, take, [...key, of.fyLabel])
  if (!row) throw new Error(`the series of ${of.documentKind} was not begun`)
  return row
}

async function markedPrefix(
  tx: Tx,
  businessId: string,
  { defaultPrefix, branchId }: SeriesOf,
): Promise<string | undefined> {
  if (defaultPrefix === undefined || /\d$/.test(defaultPrefix)) return defaultPrefix
  const [row] = await named<{ ordinal: number }>(tx, branchOrdinal, [businessId, branchId])
  return branchPrefix(defaultPrefix, row?.ordinal ?? 1)
}

const take = {
  name: 'books.series.take',
  text: `
    update series set next = next + 1
    where business_id = $1 and id = (
      select s.id from series s where s.business_id = $1 and s.document_kind = $2 and s.branch_id = $3 and s.fy = $4
      order by s.id desc limit 1)
    returning id, prefix, next - 1 as next`,
}

const latestPrefix = {
  name: 'books.series.latest',
  text: `
    select prefix from series where business_id = $1 and document_kind = $2 and branch_id = $3
    order by id desc limit 1`,
}

const branchOrdinal = {
  name: 'books.series.branch',
  text: 'select count(*)::int as ordinal from branch where business_id = $1 and id <= $2',
}

const begin = {
  name: 'books.series.begin',
  text: `
    insert into series (business_id, id, document_kind, branch_id, fy, prefix) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, document_kind, branch_id, fy, prefix) do nothing`,
}
