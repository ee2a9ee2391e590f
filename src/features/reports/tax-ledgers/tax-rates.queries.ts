import { type IsoDate, isDate } from '../../../core/dates.ts'
import type { TaxSide } from '../../../core/tax-days.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import type { Between } from '../period.rules.ts'
import { accountSums } from '../sums/account-sums.queries.ts'
import { taxHeads } from './tax-ledgers.rules.ts'
import type { RateOfSide, Taxed, TaxMoved } from './tax-rates.rules.ts'

/** What was taxed at each rate, from what is kept of each day. */
export const listRates = (tx: Tx, businessId: string, { from, to }: Between): Promise<RateOfSide[]> =>
  named(tx, rates, [businessId, from, to])

const sums = (of: string): string =>
  ['taxable', 'cgst', 'sgst', 'igst', 'cess'].map((name) => `sum(${of}.${name}_paise)::bigint as ${name}`).join(', ')

const rates = {
  name: 'reports.tax_rates',
  text: `
    select side, rate_bp as "rateBp", ${sums('d')}
    from tax_day d where business_id = $1 and on_date between $2::date and $3::date
    group by side, rate_bp order by side, rate_bp`,
}

/** The rates that anything was ever taxed at, lowest first. */
export async function listKnownRates(tx: Tx, businessId: string): Promise<number[]> {
  const rows = await named<{ rateBp: number }>(tx, knownRates, [businessId])
  return rows.map(({ rateBp }) => rateBp)
}

const knownRates = {
  name: 'reports.tax_rates.known',
  text: 'select distinct rate_bp as "rateBp" from tax_day where business_id = $1 order by 1',
}

/** What was posted to the GST ledgers, whatever by: from the kept months, as every report has it. */
export async function findTaxMoved(tx: Tx, businessId: string, period: Between, today: IsoDate): Promise<TaxMoved> {
  const accounts = await accountSums(tx, businessId, period, today)
  const byRole = new Map(accounts.map(({ role, debit, credit }) => [role, credit - debit]))
  const of = (ledger: 'output' | 'input', sign: bigint) => {
    const [cgst, sgst, igst, cess] = taxHeads.map((head) => sign * (byRole.get(`${ledger}-${head}`) ?? 0n))
    return { cgst: cgst ?? 0n, sgst: sgst ?? 0n, igst: igst ?? 0n, cess: cess ?? 0n }
  }
  return { output: of('output', 1n), input: of('input', -1n) }
}

export interface TaxedPaper extends Taxed {
  readonly voucherId: string
  readonly documentId: string | null
  readonly kind: VoucherKind
  readonly isReversal: boolean
  readonly onDate: IsoDate
  readonly number: string
  readonly partyId: string | null
  readonly partyName: string | null
}

export interface PapersAsked extends Between {
  readonly side: TaxSide
  /** None: every rate. */
  readonly rateBp: number | null
  readonly after: string | undefined
  readonly limit: number
}

/** The bills, expenses and notes of a side and rate by their day: only days that have any are looked at. */
export async function listTaxedPapers(tx: Tx, businessId: string, asked: PapersAsked): Promise<Page<TaxedPaper>> {
  const { side, rateBp, from, to, after, limit } = asked
  const [day = '', id = ''] = readCursor(after, 2) ?? []
  const begin = isDate(day) && isId(id) ? [day, id] : [from, '00000000-0000-0000-0000-000000000000']
  return pageOf(await named(tx, papers, [businessId, side, rateBp, ...begin, from, to, limit + 1]), limit)
}

const papers = {
  name: 'reports.tax_papers',
  text: `
    select v.id as "voucherId", coalesce(o.document_id, v.document_id) as "documentId", coalesce(o.kind, v.kind) as kind,
      v.reverses_id is not null as "isReversal", v.on_date as "onDate", v.number, v.party_id as "partyId", p.name as "partyName",
      x.taxable, x.cgst, x.sgst, x.igst, x.cess
    from (
      select distinct on_date from tax_day
      where business_id = $1 and side = $2 and ($3::int is null or rate_bp = $3) and on_date between $6::date and $7::date
        and on_date >= $4::date
      order by on_date
    ) d
    join voucher v on v.business_id = $1 and v.on_date = d.on_date and (v.on_date, v.id) > ($4::date, $5::uuid)
    cross join lateral (
      select count(*) as found, ${sums('t')}
      from voucher_tax t where t.business_id = $1 and t.voucher_id = v.id and t.side = $2 and ($3::int is null or t.rate_bp = $3)
    ) x
    left join voucher o on o.business_id = $1 and o.id = v.reverses_id
    left join party p on p.business_id = $1 and p.id = v.party_id
    where x.found > 0
    order by v.on_date, v.id limit $8`,
}
