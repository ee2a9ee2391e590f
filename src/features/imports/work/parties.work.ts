import { newId } from '../../../db/ids.ts'
import { postOpeningBillsOfMany } from '../../books/index.ts'
import { createParties, listTwins } from '../../parties/index.ts'
import { pick } from '../imports.fields.ts'
import type { Outcome } from '../imports.types.ts'
import { type PartyRow, readParty } from '../rows/party-row.ts'
import { firstLine, refused, same, type WorkAtRows } from './work.types.ts'

export const workAtParties: WorkAtRows = async (tx, businessId, rows, work) => {
  const { run, today, actor, vault, isDry, seen } = work
  const read = rows.map(({ line, cells }) => ({ line, parsed: readParty(pick(cells, run.mapping), today) }))
  const good = read.flatMap(({ line, parsed }) => (parsed.ok ? [{ line, row: parsed.value }] : []))
  const asked = good.map(({ line, row: { profile } }) => ({ at: line, ...profile }))
  const twins = new Map((run.addsTwins ? [] : await listTwins(tx, businessId, asked)).map((twin) => [twin.at, twin.id]))
  const judged = read.map(({ line, parsed }): Outcome & { row?: PartyRow } => {
    if (!parsed.ok) return refused(line, parsed.errors)
    const twin = twins.get(line)
    if (twin !== undefined) return same(line, twin)
    const before = run.addsTwins ? undefined : firstLine(seen, line, namesOf(parsed.value))
    if (before !== undefined) return refused(line, { name: { key: 'imports.row.twice', values: { line: before } } })
    return { line, state: 'new', id: null, problems: [], row: parsed.value }
  })
  if (isDry) return judged
  const fresh = judged.flatMap(({ line, row }) => (row ? [{ line, row, id: newId() }] : []))
  const parties = fresh.map(({ id, row }) => ({ id, ...row.profile }))
  await createParties(tx, businessId, { importId: run.id, parties }, actor, vault)
  const owing = fresh.filter(({ row }) => row.opening !== 0n)
  const { onDate } = run
  const bills = owing.map(({ id, row: { opening: amount } }) => ({
    partyId: id,
    bills: [{ number: '', onDate, dueOn: onDate, amount }],
  }))
  const { voucherIds } =
    bills.length > 0 ? await postOpeningBillsOfMany(tx, businessId, bills, actor) : { voucherIds: [] }
  const voucherOf = new Map(owing.map(({ line }, at) => [line, voucherIds[at]]))
  const idOf = new Map(fresh.map(({ line, id }) => [line, id]))
  return judged.map(({ row, ...outcome }) => {
    const { line } = outcome
    if (!row) return outcome
    return { line, state: 'made', problems: [], id: idOf.get(line) ?? null, voucherId: voucherOf.get(line) ?? null }
  })
}

/** As `listTwins` tells them apart: two of one name are two where both have a phone. */
function namesOf({ profile: { name, phone, gstin } }: PartyRow): { asks: string[]; tells: string[] } {
  const known = [...(gstin ? [`gstin ${gstin}`] : []), ...(phone ? [`phone ${phone}`] : [])]
  const [any, bare] = [`name ${name.toLowerCase()}`, `bare ${name.toLowerCase()}`]
  return { asks: [...known, phone ? bare : any], tells: [...known, any, ...(phone ? [] : [bare])] }
}
