import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { type Paise, rupees, subtract, sum } from '../../../core/money.ts'
import { isId, newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isLockedPeriod, isUniqueViolation, sqlState } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { holdBankAccount } from '../bank.queries.ts'

export interface EntryId {
  readonly voucherId: string
  readonly line: number
}

export interface NewMatch {
  readonly lineIds: readonly string[]
  readonly entries: readonly EntryId[]
  /** How it came about, for who looks at it later. */
  readonly reason: string
}

interface Part {
  readonly lineId: string | null
  readonly voucherId: string | null
  readonly line: number | null
  readonly onDate: IsoDate
  readonly amount: Paise
}

/** Of all matches of one press: it bounds what one transaction holds. */
const mostParts = 20_000

/**
 * Sets lines of the bank against entries of the books: one against one, several or any number of each whose sums agree, or
 * such of one side as come to nothing (a cheque and its bounce). Pressed twice, it answers as the first time.
 * Throws Refusal 'bank.refusal.nothingChosen', 'tooMany', 'taken' for what someone matched in the meantime, 'sums' where
 * the sides differ, and 'errors.locked'; NotFound for what is not of this account.
 */
export async function match(
  tx: Tx,
  businessId: string,
  accountId: string,
  asked: NewMatch,
  actor: Actor,
): Promise<void> {
  await matchAll(tx, businessId, accountId, [asked], actor)
}

/** Several matches at once, all or none. */
export async function matchAll(
  tx: Tx,
  businessId: string,
  accountId: string,
  matches: readonly NewMatch[],
  actor: Actor,
): Promise<void> {
  await holdBankAccount(tx, businessId, accountId)
  const parts = await loadParts(tx, businessId, accountId, matches)
  if (parts === 'done') return
  const ids = matches.map(() => newId())
  await insert(
    tx,
    businessId,
    { accountId, ids, reasons: matches.map(({ reason }) => reason), undoes: null },
    parts,
    actor,
  )
  const lines = matches.reduce((count, { lineIds }) => count + lineIds.length, 0)
  const entries = matches.reduce((count, one) => count + one.entries.length, 0)
  const amount = sum(parts.flat().flatMap((part) => (part.lineId === null ? [] : [part.amount])))
  await audit(tx, businessId, actor, {
    action: 'bank.matched',
    entity: 'bank',
    entityId: accountId,
    after: { matches: ids.length, lines, entries, amount: rupees(amount), ...(ids.length === 1 && { match: ids[0] }) },
  })
}

/**
 * Takes a match back; what was set against each other is open again. Throws NotFound, Refusal 'bank.refusal.undone' when it
 * was taken back before, and 'errors.locked'.
 */
export async function unmatch(
  tx: Tx,
  businessId: string,
  { accountId, matchId }: { accountId: string; matchId: string },
  actor: Actor,
): Promise<void> {
  await holdBankAccount(tx, businessId, accountId)
  const found = isId(matchId) ? await named<Part>(tx, partsOfMatch, [businessId, accountId, matchId]) : []
  if (found.length === 0) throw new NotFound('no such match')
  const parts = found.map((part) => ({ ...part, amount: subtract(sum([]), part.amount) }))
  await insert(tx, businessId, { accountId, ids: [newId()], reasons: [''], undoes: matchId }, [parts], actor).catch(
    (error) => {
      throw isUniqueViolation(error) ? new Refusal('bank.refusal.undone', {}, 409) : error
    },
  )
  await audit(tx, businessId, actor, {
    action: 'bank.unmatched',
    entity: 'bank',
    entityId: accountId,
    before: {
      match: matchId,
      amount: rupees(sum(found.flatMap((part) => (part.lineId === null ? [] : [part.amount])))),
    },
  })
}

/** What is asked for as parts, each match by itself; 'done' where the very same matches stand already. */
async function loadParts(
  tx: Tx,
  businessId: string,
  accountId: string,
  matches: readonly NewMatch[],
): Promise<Part[][] | 'done'> {
  const lineIds = matches.flatMap((one) => one.lineIds)
  const entries = matches.flatMap((one) => one.entries)
  if (matches.some((one) => one.lineIds.length + one.entries.length < 2))
    throw new Refusal('bank.refusal.nothingChosen')
  if (lineIds.length + entries.length > mostParts) throw new Refusal('bank.refusal.tooMany', { most: mostParts })
  if (!lineIds.every(isId) || !entries.every(({ voucherId }) => isId(voucherId))) throw new NotFound('no such line')
  const [lines, postings] = await together([
    named<FoundLine>(tx, linesById, [businessId, accountId, lineIds]),
    named<FoundEntry>(tx, entriesById, [
      businessId,
      accountId,
      entries.map(({ voucherId }) => voucherId),
      entries.map(({ line }) => line),
    ]),
  ])
  const lineOf = new Map(lines.map((line) => [line.lineId, line]))
  const entryOf = new Map(postings.map((entry) => [keyOf(entry), entry]))
  const found = matches.map((one) => ({
    lines: one.lineIds.map((id) => lineOf.get(id)),
    entries: one.entries.map((entry) => entryOf.get(keyOf(entry))),
  }))
  if (found.some((one) => [...one.lines, ...one.entries].includes(undefined)))
    throw new NotFound('no such line or entry')
  if ([...lines, ...postings].some(({ isOpen }) => !isOpen)) {
    if (await isDone(tx, businessId, matches)) return 'done'
    throw new Refusal('bank.refusal.taken', {}, 409)
  }
  return found.map((one) => partsOf(one.lines.filter(isThere), one.entries.filter(isThere)))
}

const isThere = <Value>(value: Value | undefined): value is Value => value !== undefined
const keyOf = ({ voucherId, line }: EntryId): string => `${voucherId}:${line}`

function partsOf(lines: readonly FoundLine[], entries: readonly FoundEntry[]): Part[] {
  const [bank, books] = [sum(lines.map(({ amount }) => amount)), sum(entries.map(({ amount }) => amount))]
  if (bank !== books) {
    const values = { bank: rupees(bank), books: rupees(books), difference: rupees(subtract(bank, books)) }
    throw new Refusal('bank.refusal.sums', values)
  }
  return [
    ...lines.map(({ lineId, onDate, amount }) => ({ lineId, voucherId: null, line: null, onDate, amount })),
    ...entries.map(({ voucherId, line, onDate, amount }) => ({ lineId: null, voucherId, line, onDate, amount })),
  ]
}

/** A second press: all of each stands in one match, with nothing else. */
async function isDone(tx: Tx, businessId: string, matches: readonly NewMatch[]): Promise<boolean> {
  const [asked] = matches
  if (!asked || matches.length !== 1) return false
  const [row] = await named<{ same: boolean }>(tx, sameMatch, [
    businessId,
    asked.lineIds,
    asked.entries.map(({ voucherId }) => voucherId),
    asked.entries.map(({ line }) => line),
    asked.lineIds.length + asked.entries.length,
  ])
  return row?.same ?? false
}

interface Heads {
  accountId: string
  ids: readonly string[]
  reasons: readonly string[]
  undoes: string | null
}

async function insert(
  tx: Tx,
  businessId: string,
  { accountId, ids, reasons, undoes }: Heads,
  parts: readonly (readonly Part[])[],
  { userId, name, at }: Actor,
): Promise<void> {
  const lastDays = parts.map(
    (of) =>
      of
        .map(({ onDate }) => onDate)
        .sort()
        .at(-1) ?? '',
  )
  const rows = parts.flatMap((of, n) => of.map((part, at) => ({ ...part, matchId: ids[n] ?? '', at })))
  const counts = parts.map((of) => of.length)
  const heads = [businessId, accountId, ids, lastDays, reasons, undoes, userId, name, at, counts]
  const columns = [
    rows.map((row) => row.matchId),
    rows.map((row) => row.at),
    rows.map((row) => row.lineId),
    rows.map((row) => row.voucherId),
    rows.map((row) => row.line),
    rows.map((row) => row.onDate),
    rows.map((row) => row.amount),
  ]
  await together([named(tx, headsInsert, heads), named(tx, partsInsert, [businessId, ...columns])]).catch((error) => {
    if (isLockedPeriod(error)) throw new Refusal('errors.locked', {}, 422)
    throw sqlState(error) === '23514' ? new Refusal('bank.refusal.taken', {}, 409) : error
  })
}

interface FoundLine {
  lineId: string
  onDate: IsoDate
  amount: Paise
  isOpen: boolean
}

interface FoundEntry extends EntryId {
  onDate: IsoDate
  amount: Paise
  isOpen: boolean
}

const linesById = {
  name: 'bank.match.lines',
  text: `
    select id as "lineId", on_date as "onDate", amount, open_amount = amount as "isOpen" from bank_line
    where business_id = $1 and account_id = $2 and id = any($3::uuid[])`,
}

const entriesById = {
  name: 'bank.match.entries',
  text: `
    select p.voucher_id as "voucherId", p.line, p.on_date as "onDate", p.amount, coalesce(e.matched, 0) = 0 as "isOpen"
    from unnest($3::uuid[], $4::smallint[]) as u (voucher_id, line)
    join posting p on p.business_id = $1 and p.voucher_id = u.voucher_id and p.line = u.line
    left join bank_entry e on e.business_id = p.business_id and e.voucher_id = p.voucher_id and e.line = p.line
    where p.account_id = $2 and p.commodity = 'INR'`,
}

const headsInsert = {
  name: 'bank.match.insert',
  text: `
    insert into bank_match (business_id, id, account_id, last_on, reason, parts, undoes_id, by_user, by_name, at)
    select $1, m.id, $2, m.last_on, m.reason, m.parts, $6, $7, $8, $9
    from unnest($3::uuid[], $4::date[], $5::text[], $10::integer[]) as m (id, last_on, reason, parts)`,
}

// One statement for all parts: the trigger that compares the sides runs after it.
const partsInsert = {
  name: 'bank.match.parts',
  text: `
    insert into bank_match_part (business_id, match_id, part, bank_line_id, voucher_id, line, on_date, amount)
    select $1, p.match_id, p.part, p.bank_line_id, p.voucher_id, p.line, p.on_date, p.amount
    from unnest($2::uuid[], $3::integer[], $4::uuid[], $5::uuid[], $6::smallint[], $7::date[], $8::bigint[])
      as p (match_id, part, bank_line_id, voucher_id, line, on_date, amount)`,
}

const partsOfMatch = {
  name: 'bank.match.find',
  text: `
    select p.bank_line_id as "lineId", p.voucher_id as "voucherId", p.line, p.on_date as "onDate", p.amount
    from bank_match m join bank_match_part p on p.business_id = m.business_id and p.match_id = m.id
    where m.business_id = $1 and m.account_id = $2 and m.id = $3 and m.undoes_id is null order by p.part`,
}

const sameMatch = {
  name: 'bank.match.same',
  text: `
    with of as (
      select p.match_id from bank_match_part p
      where p.business_id = $1 and (p.bank_line_id = any($2::uuid[]) or (p.voucher_id, p.line) in
        (select u.voucher_id, u.line from unnest($3::uuid[], $4::smallint[]) as u (voucher_id, line)))
    )
    select exists (
      select 1 from bank_match m
      where m.business_id = $1 and m.undoes_id is null and m.id in (select match_id from of)
        and not exists (select 1 from bank_match u where u.business_id = $1 and u.undoes_id = m.id)
        and (select count(*) from of where of.match_id = m.id) = $5
        and (select count(*) from bank_match_part p where p.business_id = $1 and p.match_id = m.id) = $5
    ) as same`,
}
