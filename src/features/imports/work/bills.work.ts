import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { postOpeningBillsOfMany } from '../../books/index.ts'
import { listTwins } from '../../parties/index.ts'
import { pick } from '../imports.fields.ts'
import type { Outcome } from '../imports.types.ts'
import { type BillRow, partyAsked, readBill } from '../rows/bill-row.ts'
import { firstLine, refused, refusedAs, same, type WorkAtRows } from './work.types.ts'

export const workAtBills: WorkAtRows = async (tx, businessId, rows, { run, today, actor, isDry, seen }) => {
  const picked = rows.map(({ line, cells }) => ({ line, row: pick(cells, run.mapping) }))
  const asked = picked.map(({ line, row }) => ({ at: line, ...partyAsked(row), gstin: '' }))
  const found = Map.groupBy(await listTwins(tx, businessId, asked), ({ at }) => at)
  const days = { beginOn: run.onDate, today }
  const read = picked.map(({ line, row }) => ({ line, parsed: readBill(row, found.get(line) ?? [], days) }))
  const { standing, lumps } = await listStanding(tx, businessId, run.id, read)
  const judged = read.map(({ line, parsed }): Outcome & { row?: BillRow } => {
    if (!parsed.ok) return refused(line, parsed.errors)
    const before = standing.get(textOf(parsed.value))
    if (before?.amount === parsed.value.amount) return same(line, before.voucherId)
    if (before !== undefined) return refusedAs(line, 'number', 'imports.row.hasOpening')
    if (lumps.has(parsed.value.partyId)) return refusedAs(line, 'party', 'imports.row.hasLump')
    const first = parsed.value.number === '' ? undefined : firstLine(seen, line, { asks: [textOf(parsed.value)] })
    if (first !== undefined) return refused(line, { number: { key: 'imports.row.twice', values: { line: first } } })
    return { line, state: 'new', id: null, problems: [], row: parsed.value }
  })
  if (isDry) return judged
  const fresh = judged.flatMap(({ line, row }) => (row ? [{ line, row }] : []))
  const parties = [...Map.groupBy(fresh, ({ row }) => row.partyId)]
  const bills = parties.map(([partyId, ofParty]) => ({ partyId, bills: ofParty.map(({ row }) => row) }))
  const { voucherIds } = await postOpeningBillsOfMany(tx, businessId, bills, actor)
  // They come back in the order in which they were given: party by party.
  const lines = parties.flatMap(([, ofParty]) => ofParty.map(({ line }) => line))
  const voucherOf = new Map(lines.map((line, at) => [line, voucherIds[at] ?? null]))
  return judged.map(({ row, ...outcome }) => {
    const voucherId = voucherOf.get(outcome.line) ?? null
    return row ? { line: outcome.line, state: 'made', problems: [], id: voucherId, voucherId } : outcome
  })
}

/** A bill by its number; one without a number by its day and amount. */
const textOf = ({
  partyId,
  number,
  onDate,
  amount,
}: Pick<BillRow, 'partyId' | 'number' | 'onDate' | 'amount'>): string =>
  number === '' ? `${partyId} ${onDate} ${amount}` : `${partyId} ${number}`

async function listStanding(
  tx: Tx,
  businessId: string,
  runId: string,
  read: readonly { parsed: ReturnType<typeof readBill> }[],
): Promise<{ standing: Map<string, StandingBill>; lumps: Set<string> }> {
  const ids = read.flatMap(({ parsed }) => (parsed.ok ? [parsed.value.partyId] : []))
  const rows = await named<StandingBill>(tx, standingBills, [businessId, [...new Set(ids)], runId])
  const lumps = rows.filter(({ isLump }) => isLump).map(({ partyId }) => partyId)
  return { standing: new Map(rows.map((row) => [textOf(row), row])), lumps: new Set(lumps) }
}

/** A lump is the opening balance of a party in one amount: its bills would be counted twice. */
type StandingBill = BillRow & { voucherId: string; isLump: boolean }

// Of two bills without a number that look alike, both of this file, the second is a second one.
const standingBills = {
  name: 'imports.standing_bills',
  text: `
    select i.party_id as "partyId", i.number, coalesce(i.billed_on, i.on_date) as "onDate", i.voucher_id as "voucherId",
      case i.side when 'debit' then i.amount else -i.amount end as amount,
      i.number = '' and (i.billed_on is null or exists (select 1 from import_voucher w
        join import_run u on u.business_id = w.business_id and u.id = w.run_id
        where w.business_id = i.business_id and w.voucher_id = i.voucher_id and u.kind = 'parties')) as "isLump"
    from open_item i
    where i.business_id = $1 and i.party_id = any($2::uuid[]) and i.kind = 'opening'
      and not exists (select 1 from voucher r where r.business_id = i.business_id and r.reverses_id = i.voucher_id)
      and not exists (select 1 from import_voucher w
        where w.business_id = i.business_id and w.run_id = $3 and w.voucher_id = i.voucher_id)`,
}
