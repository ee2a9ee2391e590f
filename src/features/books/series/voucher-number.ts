import { financialYear, type IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { branchPrefix } from './branch-prefix.ts'
import { takeNumber } from './series.commands.ts'
import { voucherPrefixes } from './voucher-prefixes.ts'

/**
 * The next number of a contra or journal in the branch's series of the year; without a branch, the main one's. The series
 * row stays locked until the transaction ends: take it after the party's open items and before anything is posted.
 */
export async function takeVoucherNumber(
  tx: Tx,
  businessId: string,
  { kind, onDate, branchId }: { kind: 'contra' | 'journal'; onDate: IsoDate; branchId?: string | undefined },
): Promise<string> {
  const [house] = await named<{ branchId: string; fyStartMonth: number; ordinal: number }>(tx, houseOf, [
    businessId,
    branchId ?? null,
  ])
  if (!house) throw new NotFound('no such branch')
  const fyLabel = financialYear(onDate, house.fyStartMonth).label
  const series = {
    documentKind: kind,
    branchId: house.branchId,
    fyLabel,
    defaultPrefix: branchPrefix(voucherPrefixes[kind], house.ordinal),
  }
  return (await takeNumber(tx, businessId, series)).number
}

const houseOf = {
  name: 'books.series.house',
  text: `
    select r.id as "branchId", b.fy_start_month as "fyStartMonth",
      (select count(*) from branch o where o.business_id = b.id and o.id <= r.id)::int as ordinal
    from business b
    join branch r on r.business_id = b.id
      and r.id = coalesce($2::uuid, (select m.id from branch m where m.business_id = $1 and m.is_main order by m.id limit 1))
    where b.id = $1`,
}
