import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import { afterAll, type Terms } from '../../core/search-terms.ts'
import { numbersMeant } from '../../core/series.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

export interface FoundItem {
  id: string
  name: string
  barcode: string
}

/** The first items by a beginning of one of their words, or of their barcode. */
export async function findItems(tx: Tx, businessId: string, { phrase }: Terms, limit: number): Promise<FoundItem[]> {
  // A word and a barcode may begin alike: the item is found under both.
  const rows = await named<FoundItem>(tx, items, [businessId, phrase, afterAll(phrase), limit * 2])
  return [...new Map(rows.map((item) => [item.id, item])).values()].slice(0, limit)
}

const items = {
  name: 'finding.items',
  text: `
    select i.id, i.name, i.barcode from item_search f join item i on i.business_id = f.business_id and i.id = f.item_id
    where f.business_id = $1 and f.term >= $2 and f.term < $3 and i.archived_at is null order by f.term, f.item_id limit $4`,
}

export interface FoundPaper {
  id: string
  /** Of the paper; of a voucher without one, the voucher's. */
  kind: string
  hasPaper: boolean
  number: string
  onDate: IsoDate
  partyName: string | null
  total: Paise
}

export interface FoundPiece {
  id: string
  tag: string
  name: string
}

/** Pieces by the beginning of their tag, or by their whole HUID. */
export const findPieces = (tx: Tx, businessId: string, typed: string, limit: number): Promise<FoundPiece[]> => {
  const code = typed.toUpperCase()
  return named(tx, pieces, [businessId, code, afterAll(code), limit])
}

const pieces = {
  name: 'finding.pieces',
  text: `
    select p.id, p.tag, i.name from (
      (select id, tag, item_id from piece where business_id = $1 and huid <> '' and huid = $2)
      union
      (select id, tag, item_id from piece where business_id = $1 and tag >= $2 and tag < $3 order by tag limit $4)
    ) p join item i on i.business_id = $1 and i.id = p.item_id
    order by p.tag limit $4`,
}

/** What bears this number: papers of these kinds, and vouchers without a paper, newest first. */
export async function findNumbered(
  tx: Tx,
  businessId: string,
  { typed, kinds, limit }: { typed: string; kinds: readonly string[]; limit: number },
): Promise<FoundPaper[]> {
  const isNumber = /^\d{1,9}$/.test(typed)
  if (!isNumber && !/\d/.test(typed)) return []
  const known = isNumber ? await named<{ prefix: string; fy: string }>(tx, series, [businessId]) : []
  return named<FoundPaper>(tx, numbered, [businessId, numbersMeant(typed, known), kinds, limit, keyOf(typed)])
}

/** As a supplier's bill is known by his own number: upper case without blanks. */
const keyOf = (typed: string): string => typed.replaceAll(/\s/g, '').toUpperCase()

const series = { name: 'finding.series', text: 'select distinct prefix, fy from series where business_id = $1' }

const numbered = {
  name: 'finding.numbered',
  text: `
    select * from (
      select d.id, d.kind, true as "hasPaper", d.number, d.on_date as "onDate", p.name as "partyName", d.total_paise as total
      from document d left join party p on p.business_id = d.business_id and p.id = d.party_id
      where d.business_id = $1 and d.number = any($2::text[])
        and d.kind = any($3::text[])
      union all
      select d.id, d.kind, true, b.their_number, d.on_date, p.name, d.total_paise
      from supplier_bill b
      join document d on d.business_id = b.business_id and d.id = b.document_id
      join party p on p.business_id = b.business_id and p.id = b.party_id
      where b.business_id = $1 and b.number_key = $5 and 'supplier-bill' = any($3::text[])
      union all
      select v.id, v.kind, false, v.number, v.on_date, p.name,
        (select coalesce(sum(l.amount), 0) from posting l
          where l.business_id = v.business_id and l.voucher_id = v.id and l.commodity = 'INR' and l.amount > 0)::bigint
      from voucher v left join party p on p.business_id = v.business_id and p.id = v.party_id
      where v.business_id = $1 and v.document_id is null and v.number <> '' and v.number = any($2::text[]) and v.reverses_id is null
    ) found
    order by "onDate" desc, id desc limit $4`,
}
