import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { postOpeningAccounts } from '../../books/index.ts'
import { pick } from '../imports.fields.ts'
import type { Outcome } from '../imports.types.ts'
import { type AccountRow, type NamedAccount, readAccount } from '../rows/account-row.ts'
import { firstLine, refused, refusedAs, same, type WorkAtRows } from './work.types.ts'

export const workAtAccounts: WorkAtRows = async (tx, businessId, rows, { run, actor, isDry, seen }) => {
  const chart = await listChart(tx, businessId)
  const standing = new Map(
    chart.flatMap(({ id, openingId, opening }) => (openingId ? [[id, { openingId, opening }]] : [])),
  )
  const judged = rows.map(({ line, cells }): Outcome & { row?: AccountRow } => {
    const parsed = readAccount(pick(cells, run.mapping), chart)
    if (!parsed.ok) return refused(line, parsed.errors)
    const { accountId } = parsed.value
    const opened = standing.get(accountId)
    if (opened?.opening === parsed.value.amount) return same(line, opened.openingId)
    if (opened !== undefined) return refusedAs(line, 'account', 'imports.row.hasOpening')
    const before = firstLine(seen, line, { asks: [accountId] })
    if (before !== undefined) return refused(line, { account: { key: 'imports.row.twice', values: { line: before } } })
    return { line, state: 'new', id: null, problems: [], row: parsed.value }
  })
  if (isDry) return judged
  const fresh = judged.flatMap(({ line, row }) => (row ? [{ line, row }] : []))
  const lines = fresh.map(({ row }) => row)
  const { voucherIds } = await postOpeningAccounts(tx, businessId, { onDate: run.onDate, lines }, actor)
  const voucherOf = new Map(fresh.map(({ line }, at) => [line, voucherIds[at] ?? null]))
  return judged.map(({ row, ...outcome }) => {
    const voucherId = voucherOf.get(outcome.line) ?? null
    return row ? { line: outcome.line, state: 'made', problems: [], id: voucherId, voucherId } : outcome
  })
}

type ChartRow = NamedAccount & { openingId: string | null; opening: bigint | null }

const listChart = (tx: Tx, businessId: string): Promise<ChartRow[]> => named<ChartRow>(tx, chartNamed, [businessId])

const chartNamed = {
  name: 'imports.chart',
  text: `
    select a.id, a.code, a.name, a.nature, a.role, a.is_group as "isGroup", o.voucher_id as "openingId",
      (select sum(p.amount)::bigint from posting p where p.business_id = a.business_id and p.voucher_id = o.voucher_id
        and p.account_id = a.id) as opening
    from account a left join account_opening o on o.business_id = a.business_id and o.account_id = a.id
    where a.business_id = $1 and a.archived_at is null order by a.code`,
}
