import { add, divRound, type Paise, paise, subtract, zero } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Changed } from './valuing.rules.ts'

/** Work at the bench whose items cost something else than they did. */
export interface BenchWork {
  readonly documentId: string
  readonly extra: Paise
  /** What all that was made cost, and what all that was used or lost did, if that is more. */
  readonly made: bigint
  readonly worked: bigint
}

/** The work in which goods were used that cost more or less by these changes. */
export async function benchOf(tx: Tx, businessId: string, changes: readonly Changed[]): Promise<BenchWork[]> {
  const extra = new Map<string, Paise>()
  for (const change of changes)
    if (change.documentId && isUsed(change))
      extra.set(change.documentId, add(extra.get(change.documentId) ?? zero, dearerBy(change)))
  if (extra.size === 0) return []
  const works = await named<Omit<BenchWork, 'extra'>>(tx, worksOf, [businessId, [...extra.keys()]])
  return works.map((work) => ({ ...work, extra: extra.get(work.documentId) ?? zero }))
}

/** What the loss at the bench bears of it is lost too, and not in what was made. */
export function sharedWithLoss(changes: readonly Changed[], works: readonly BenchWork[]): Changed[] {
  const gone = new Map<string, bigint>()
  return changes.map((change) => {
    const work = isUsed(change) ? works.find(({ documentId }) => documentId === change.documentId) : undefined
    if (!work) return change
    const before = gone.get(work.documentId) ?? 0n
    const after = before + dearerBy(change)
    gone.set(work.documentId, after)
    const lost = lostOf(after, work) - lostOf(before, work)
    return lost === 0n ? change : { ...change, shares: [...(change.shares ?? []), ['stock-wastage', paise(lost)]] }
  })
}

const isUsed = ({ kind, isIn }: Changed): boolean => kind === 'assembly' && !isIn
const dearerBy = ({ before, after }: Changed): Paise => subtract(before, after)

const lostOf = (extra: bigint, { made, worked }: BenchWork): bigint =>
  worked > made ? extra - divRound(extra * made, worked, 'half-up') : 0n

const worksOf = {
  name: 'stock.valuing.works',
  text: `
    select w.*, greatest(w.made, w.used)::bigint as worked from (
      select document_id as "documentId",
        coalesce(sum(value_paise + correction_paise) filter (where quantity_milli > 0), 0)::bigint as made,
        coalesce(-sum(value_paise) filter (where quantity_milli < 0), 0)::bigint as used
      from stock_move where business_id = $1 and document_id = any($2::uuid[]) and kind = 'assembly' group by 1) w`,
}
