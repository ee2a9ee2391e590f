import { paise, plainDecimal } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { postOpeningBillsOfMany } from '../../books/index.ts'
import {
  changeParties,
  createParties,
  listOpenings,
  listProfiles,
  listTwins,
  type PartyOfMany,
} from '../../parties/index.ts'
import { listOpenGroups } from '../../price-lists/index.ts'
import { type Picked, pick } from '../imports.fields.ts'
import type { Outcome } from '../imports.types.ts'
import { changesOf, partyNames, pickedOfParty, rolesOfText, rolesText, saidIn } from '../rows/changes.rules.ts'
import { rolesOf } from '../rows/known-words.rules.ts'
import { partyWith } from '../rows/party-change.ts'
import { type PartyRow, readParty } from '../rows/party-row.ts'
import { firstLine, refused, refusedAs, same, type Work, type WorkAtRows } from './work.types.ts'

export const workAtParties: WorkAtRows = async (tx, businessId, rows, work) => {
  const { run, today, seen, isDry } = work
  const groups = await listOpenGroups(tx, businessId)
  const read = rows.map(({ line, cells }) => {
    const said = pick(cells, run.mapping)
    const group = groupOf(said, groups)
    const picked = { ...said, ...(group !== undefined && { group }) }
    const parsed = readParty(picked, today)
    return { line, picked, parsed: group === undefined ? withoutGroup(said, parsed) : parsed }
  })
  const good = read.flatMap(({ line, parsed }) => (parsed.ok ? [{ line, row: parsed.value }] : []))
  const asked = good.map(({ line, row: { profile } }) => ({ at: line, ...profile }))
  const twins = Map.groupBy(run.addsTwins ? [] : await listTwins(tx, businessId, asked), ({ at }) => at)
  const here = await lookAt(tx, businessId, run.updates ? [...twins.values()].flat().map(({ id }) => id) : [], work)
  const judged = read.map(({ line, picked, parsed }): Judged => {
    if (!parsed.ok) return refused(line, parsed.errors)
    const ids = [...new Set((twins.get(line) ?? []).map(({ id }) => id))]
    const [twin] = ids
    if (twin !== undefined && !run.updates) return same(line, twin)
    if (twin !== undefined) return judgeTwin(work, { line, picked, row: parsed.value }, { ids, here })
    const before = run.addsTwins ? undefined : firstLine(seen, line, namesOf(parsed.value))
    if (before !== undefined) return refused(line, { name: { key: 'imports.row.twice', values: { line: before } } })
    return { line, state: 'new', id: null, problems: [], row: parsed.value }
  })
  return isDry ? judged.map(outcomeOf) : make(tx, businessId, judged, work)
}

/** The group as the business calls it; undefined for one that it has not. */
function groupOf({ group = '' }: Picked, groups: readonly { name: string }[]): string | undefined {
  const asked = group.normalize('NFC').trim().toLowerCase()
  return asked === '' ? '' : groups.find(({ name }) => name.toLowerCase() === asked)?.name
}

const withoutGroup = ({ group = '' }: Picked, parsed: Parsed<PartyRow>): Parsed<PartyRow> => ({
  ok: false,
  errors: { ...(!parsed.ok && parsed.errors), group: { key: 'imports.row.noGroup', values: { group } } },
})

type Judged = Outcome & {
  /** Of one to be made. */
  row?: PartyRow
  /** Of one to be changed; the opening is posted where it had none. */
  changed?: { before: PartyOfMany; after: PartyOfMany; opening: bigint }
}

interface Here {
  profiles: ReadonlyMap<string, PartyOfMany>
  openings: ReadonlyMap<string, bigint>
}

async function lookAt(tx: Tx, businessId: string, ids: readonly string[], { isDry, vault }: Work): Promise<Here> {
  const profiles = await listProfiles(tx, businessId, { ids, lock: !isDry }, vault)
  return { profiles, openings: await listOpenings(tx, businessId, ids) }
}

interface Read {
  line: number
  picked: Picked
  row: PartyRow
}

/** What the row would change of the party that it means. An opening balance is never counted twice. */
function judgeTwin(
  { seen, today }: Work,
  { line, picked, row }: Read,
  { ids, here }: { ids: readonly string[]; here: Here },
): Judged {
  const [id = ''] = ids
  const party = here.profiles.get(id)
  if (ids.length > 1 || !party) return refusedAs(line, 'name', 'imports.row.manyFit')
  const first = firstLine(seen, line, { asks: [`party ${id}`] })
  if (first !== undefined) return refused(line, { name: { key: 'imports.row.twice', values: { line: first } } })
  const standing = here.openings.get(id)
  if (row.opening !== 0n && standing !== undefined && standing !== row.opening)
    return refusedAs(line, 'amount', 'imports.row.hasOpening')
  const parsed = partyWith(party, textsOf(picked, party), today)
  if (!parsed.ok) return refused(line, parsed.errors)
  const opening = standing === undefined ? row.opening : 0n
  const after = parsed.value
  const changes = [
    ...changesOf(pickedOfParty(party), pickedOfParty(after), partyNames),
    ...(opening === 0n ? [] : [{ field: 'amount', was: '', now: plainDecimal(row.opening) }]),
  ]
  if (changes.length === 0) return same(line, id)
  return { line, state: 'change', id, problems: [], changes, changed: { before: party, after, opening } }
}

/** A role is added to those that a party has: a file of suppliers makes nobody less of a customer. */
function textsOf(picked: Picked, party: PartyOfMany): Picked {
  const texts = saidIn(picked, partyNames)
  const said = rolesOf(texts['role'] ?? '')
  const was = rolesOfText(rolesText(party))
  const role = rolesText({
    isCustomer: was.isCustomer || said?.isCustomer === true,
    isSupplier: was.isSupplier || said?.isSupplier === true,
    isKarigar: was.isKarigar || said?.isKarigar === true,
  })
  return { ...texts, role }
}

async function make(tx: Tx, businessId: string, judged: readonly Judged[], work: Work): Promise<Outcome[]> {
  const { run, actor, vault } = work
  const fresh = judged.flatMap(({ line, row }) => (row ? [{ line, row, id: newId() }] : []))
  const changing = judged.flatMap(({ line, changed }) => (changed ? [{ line, ...changed }] : []))
  const parties = fresh.map(({ id, row }) => ({ id, ...row.profile }))
  await createParties(tx, businessId, { importId: run.id, parties }, actor, vault)
  const rewritten = changing.filter(({ before, after }) => isRewritten(before, after))
  await changeParties(tx, businessId, rewritten, actor, vault)
  const owing = [
    ...fresh.map(({ line, id, row: { opening } }) => ({ line, id, opening })),
    ...changing.map(({ line, after: { id }, opening }) => ({ line, id, opening })),
  ].filter(({ opening }) => opening !== 0n)
  const voucherOf = await open(tx, businessId, owing, work)
  const idOf = new Map(fresh.map(({ line, id }) => [line, id]))
  return judged.map((one) => {
    const { line } = one
    const voucherId = voucherOf.get(line) ?? null
    if (one.row) return { line, state: 'made', problems: [], id: idOf.get(line) ?? null, voucherId }
    return one.changed ? { ...outcomeOf(one), state: 'changed', voucherId } : outcomeOf(one)
  })
}

const isRewritten = (before: PartyOfMany, after: PartyOfMany): boolean =>
  changesOf(pickedOfParty(before), pickedOfParty(after), partyNames).length > 0

async function open(
  tx: Tx,
  businessId: string,
  owing: readonly { line: number; id: string; opening: bigint }[],
  { run: { onDate }, actor }: Work,
): Promise<Map<number, string | undefined>> {
  if (owing.length === 0) return new Map()
  const bills = owing.map(({ id, opening }) => ({
    partyId: id,
    bills: [{ number: '', onDate, dueOn: onDate, amount: paise(opening) }],
  }))
  const { voucherIds } = await postOpeningBillsOfMany(tx, businessId, bills, actor)
  return new Map(owing.map(({ line }, at) => [line, voucherIds[at]]))
}

const outcomeOf = ({ row: _row, changed: _changed, ...outcome }: Judged): Outcome => outcome

/** As `listTwins` tells them apart: two of one name are two where both have a phone. */
function namesOf({ profile: { name, phone, gstin } }: PartyRow): { asks: string[]; tells: string[] } {
  const known = [...(gstin ? [`gstin ${gstin}`] : []), ...(phone ? [`phone ${phone}`] : [])]
  const [any, bare] = [`name ${name.toLowerCase()}`, `bare ${name.toLowerCase()}`]
  return { asks: [...known, phone ? bare : any], tells: [...known, any, ...(phone ? [] : [bare])] }
}
