import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { documentNumber } from '../../../core/series.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'

export interface FoundBill {
  id: string
  number: string
  onDate: IsoDate
  partyName: string
  total: Paise
  /** The tag by which it was found; empty for its number. */
  tag: string
}

/** Bills of a number, whole or its digits in any series and year, and the last sale of a tag or HUID; newest first. */
export async function findBillsToReturn(tx: Tx, businessId: string, typed: string): Promise<FoundBill[]> {
  const code = typed.trim().toUpperCase()
  if (code === '') return []
  const next = /^\d{1,9}$/.test(code) ? BigInt(code) : undefined
  const series = next === undefined ? [] : await named<{ prefix: string; fy: string }>(tx, seriesOf, [businessId])
  const numbers = series.flatMap(({ prefix, fy }) => (next === undefined ? [] : numberIfAny(prefix, fy, next)))
  const [byNumber, byTag] = await together([
    named<FoundBill>(tx, billsByNumber, [businessId, [code, ...numbers], pageSize]),
    named<FoundBill>(tx, billByTag, [businessId, code]),
  ])
  return [...byNumber, ...byTag.filter(({ id }) => byNumber.every((bill) => bill.id !== id))]
}

/** A prefix of its own length may leave no room for so many digits. */
function numberIfAny(prefix: string, fyLabel: string, next: bigint): string[] {
  const isTooLong = `${prefix}/${fyLabel}/`.length + Math.max(5, String(next).length) > 16
  return isTooLong ? [] : [documentNumber({ prefix, fyLabel, next })]
}

const columns = `d.id, d.number, d.on_date as "onDate", d.party_snapshot ->> 'name' as "partyName", d.total_paise as total`

const seriesOf = {
  name: 'returns.find.series',
  text: `
    select distinct prefix, fy from series where business_id = $1 and document_kind in ('invoice', 'bill-of-supply')`,
}

const billsByNumber = {
  name: 'returns.find.number',
  text: `
    select ${columns}, '' as tag from document d
    where d.business_id = $1 and d.number = any($2::text[]) and d.kind in ('invoice', 'bill-of-supply')
    order by d.on_date desc, d.id desc limit $3`,
}

const billByTag = {
  name: 'returns.find.tag',
  text: `
    select ${columns}, p.tag
    from (select id, tag from piece where business_id = $1 and tag = $2
      union select id, tag from piece where business_id = $1 and huid = $2 and huid <> '') p
    join piece_line l on l.business_id = $1 and l.piece_id = p.id
    join document d on d.business_id = $1 and d.id = l.document_id and d.kind in ('invoice', 'bill-of-supply') and d.state = 'issued'
    order by d.issued_at desc, d.id desc limit 1`,
}
