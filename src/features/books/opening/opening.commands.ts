import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { splitDrCr } from '../../../core/ledger.ts'
import { paise, rupees, sum } from '../../../core/money.ts'
import { accountOpeningLines } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { accountsByRole } from '../accounts/accounts.queries.ts'
import { allocate, openItems } from '../open-items/open-items.commands.ts'
import { type ManyReversed, postAll, reverseAll } from '../vouchers/bulk.commands.ts'
import { hasOpenings, listAccountOpenings, lockOpenings } from './opening.queries.ts'
import { type AccountOpening, checkAmount } from './opening.rules.ts'

/** The vouchers that were written, by which `undoOpening` takes them back. */
export type OpeningDone = { readonly voucherIds: readonly string[] }

/**
 * Posts what accounts held when the books began, a voucher each against the opening difference. Without `onDate`, on the
 * day the books begin. Throws Refusal 'opening.refusal.exists' for an account whose opening stands, 'opening.refusal.account'
 * for one that has none of its own (a group, a control account, stock, the difference), 'opening.refusal.amount',
 * 'errors.locked'; NotFound for an account of another business.
 */
export async function postOpeningAccounts(
  tx: Tx,
  businessId: string,
  { onDate, lines }: { onDate?: IsoDate; lines: readonly AccountOpening[] },
  actor: Actor,
): Promise<OpeningDone> {
  const beginOn = await lockOpenings(tx, businessId)
  const standing = new Set((await listAccountOpenings(tx, businessId)).map(({ accountId }) => accountId))
  const names = await namesOf(tx, businessId, lines)
  const again = lines.find(({ accountId }, at) => standing.has(accountId) || isTwice(lines, at))
  if (again) throw new Refusal('opening.refusal.exists', { account: names.get(again.accountId) ?? '' }, 409)
  const done = await postAccounts(tx, businessId, { onDate: onDate ?? beginOn, lines }, actor)
  if (lines.length > 0)
    await audit(tx, businessId, actor, {
      action: 'opening.accounts',
      entity: 'books',
      entityId: businessId,
      after: { on_date: onDate ?? beginOn, lines: lines.map((line) => said(names, line)) },
    })
  return done
}

/**
 * Makes the openings of these accounts what is wanted; zero is none. What stands as wanted stays, so that the same form
 * sent twice writes once; what differs is reversed on its day and posted anew. Says how many changed. Throws what
 * `postOpeningAccounts` throws.
 */
export async function saveOpeningAccounts(
  tx: Tx,
  businessId: string,
  wanted: readonly AccountOpening[],
  actor: Actor,
): Promise<number> {
  const onDate = await lockOpenings(tx, businessId)
  const standing = new Map((await listAccountOpenings(tx, businessId)).map((one) => [one.accountId, one]))
  const changed = wanted.filter(({ accountId, amount }) => (standing.get(accountId)?.amount ?? 0n) !== amount)
  if (changed.length === 0) return 0
  const names = await namesOf(tx, businessId, changed)
  const before = changed.flatMap(({ accountId }) => standing.get(accountId) ?? [])
  await takeBack(tx, businessId, { voucherIds: before.map(({ voucherId }) => voucherId), reason: '' }, actor)
  const lines = changed.filter(({ amount }) => amount !== 0n)
  await postAccounts(tx, businessId, { onDate, lines }, actor)
  await audit(tx, businessId, actor, {
    action: 'opening.accounts',
    entity: 'books',
    entityId: businessId,
    before: { lines: before.map((line) => said(names, line)) },
    after: { on_date: onDate, lines: lines.map((line) => said(names, line)) },
  })
  return changed.length
}

/**
 * Takes openings back, each by a reversal on its own day, with the bills that they opened; up to a thousand at a time, for
 * a transaction has its limits. Throws Refusal
 * 'opening.refusal.settled' for a bill that was paid in part, 'books.refusal.alreadyReversed', 'errors.locked'; NotFound.
 */
export async function undoOpening(
  tx: Tx,
  businessId: string,
  { voucherIds, reason }: { voucherIds: readonly string[]; reason: string },
  actor: Actor,
): Promise<void> {
  await lockOpenings(tx, businessId)
  const undone = await takeBack(tx, businessId, { voucherIds, reason }, actor)
  if (undone.length > 0)
    await audit(tx, businessId, actor, {
      action: 'opening.undone',
      entity: 'books',
      entityId: businessId,
      after: { count: undone.length, reason },
    })
}

/** Like `undoOpening`, by a command that holds the openings and writes its own audit line. */
export async function takeBack(
  tx: Tx,
  businessId: string,
  { voucherIds, reason }: { voucherIds: readonly string[]; reason: string },
  actor: Actor,
): Promise<ManyReversed[]> {
  if (voucherIds.length === 0) return []
  const items = await lockItems(tx, businessId, voucherIds)
  const undone = await reverseAll(tx, businessId, { voucherIds, reason }, actor)
  const settled = items.find(({ openAmount, amount }) => openAmount !== amount)
  if (settled) throw new Refusal('opening.refusal.settled', { number: settled.number, party: settled.partyName }, 409)
  await closeItems(tx, businessId, items, undone, actor)
  await named(tx, forget, [businessId, voucherIds])
  return undone
}

/**
 * Sets the day on which the books begin. Throws Refusal 'opening.refusal.beginHasOpenings' while openings stand on the day
 * of before.
 */
export async function setBooksBegin(tx: Tx, businessId: string, beginOn: IsoDate, actor: Actor): Promise<void> {
  const before = await lockOpenings(tx, businessId)
  if (before === beginOn) return
  if (await hasOpenings(tx, businessId)) throw new Refusal('opening.refusal.beginHasOpenings', {}, 409)
  await named(tx, moveBegin, [businessId, beginOn])
  await audit(tx, businessId, actor, {
    action: 'opening.begin',
    entity: 'books',
    entityId: businessId,
    before: { books_begin_on: before },
    after: { books_begin_on: beginOn },
  })
}

async function postAccounts(
  tx: Tx,
  businessId: string,
  { onDate, lines }: { onDate: IsoDate; lines: readonly AccountOpening[] },
  actor: Actor,
): Promise<OpeningDone> {
  if (lines.length === 0) return { voucherIds: [] }
  for (const { amount } of lines) checkAmount(amount)
  const roles = await accountsByRole(tx, businessId)
  const vouchers = lines.map((line) => ({
    id: newId(),
    kind: 'opening' as const,
    onDate,
    number: '',
    narration: '',
    lines: accountOpeningLines({ ...line, roles }),
  }))
  const voucherIds = vouchers.map(({ id }) => id)
  await postAll(tx, businessId, vouchers, actor)
  const columns = [lines.map(({ accountId }) => accountId), voucherIds, lines.map(({ amount }) => amount)]
  await named(tx, remember, [businessId, ...columns])
  return { voucherIds }
}

/** The names of the accounts, all of which may have an opening of their own. */
async function namesOf(tx: Tx, businessId: string, lines: readonly AccountOpening[]): Promise<Map<string, string>> {
  const ids = [...new Set(lines.map(({ accountId }) => accountId))]
  const rows = await named<{ id: string; name: string; isOwn: boolean }>(tx, accountsById, [businessId, ids])
  if (rows.length < ids.length) throw new NotFound('no such account')
  const other = rows.find(({ isOwn }) => !isOwn)
  if (other) throw new Refusal('opening.refusal.account', { account: other.name })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const isTwice = (lines: readonly AccountOpening[], at: number): boolean =>
  lines.findIndex(({ accountId }) => accountId === lines[at]?.accountId) !== at

function said(names: ReadonlyMap<string, string>, { accountId, amount }: AccountOpening): string {
  const { debit, credit } = splitDrCr(amount)
  return `${names.get(accountId) ?? ''} ${rupees(sum([paise(debit), paise(credit)]))} ${debit > 0n ? 'Dr' : 'Cr'}`
}

/** Each item is settled in full by one of the reversing voucher's, so that nothing of either is open. */
async function closeItems(
  tx: Tx,
  businessId: string,
  items: readonly ItemRow[],
  undone: readonly ManyReversed[],
  actor: Actor,
): Promise<void> {
  if (items.length === 0) return
  const reversalOf = new Map(undone.map((one) => [one.voucherId, one]))
  const closing = items.flatMap((item) => {
    const { reversalId, onDate } = reversalOf.get(item.voucherId) ?? {}
    return reversalId && onDate ? [{ item, reversalId, onDate, id: newId() }] : []
  })
  const contras = closing.map(({ item, reversalId, onDate, id }) => ({
    id,
    partyId: item.partyId,
    side: item.side === 'debit' ? ('credit' as const) : ('debit' as const),
    kind: 'reversal' as const,
    voucherId: reversalId,
    number: item.number,
    amount: item.amount,
    onDate,
    dueOn: item.dueOn,
  }))
  const settling = closing.map(({ item, reversalId, onDate, id }) => ({
    fromItemId: id,
    toItemId: item.id,
    voucherId: reversalId,
    amount: item.amount,
    onDate,
  }))
  await openItems(tx, businessId, contras)
  // Each row moves two items and their days: thousands in one statement would be longer than a statement may take.
  for (let from = 0; from < settling.length; from += mostAtOnce)
    await allocate(tx, businessId, settling.slice(from, from + mostAtOnce), actor)
}

const mostAtOnce = 500

interface ItemRow {
  id: string
  partyId: string
  partyName: string
  voucherId: string
  side: 'debit' | 'credit'
  number: string
  dueOn: IsoDate
  amount: bigint
  openAmount: bigint
}

/** The parties first: whoever settles their bills at the same instant holds them too, and is waited for. */
async function lockItems(tx: Tx, businessId: string, voucherIds: readonly string[]): Promise<ItemRow[]> {
  await named(tx, partiesHeld, [businessId, voucherIds])
  return named<ItemRow>(tx, itemsHeld, [businessId, voucherIds])
}

const partiesHeld = {
  name: 'books.opening.hold_parties',
  text: `
    select 1 from party where business_id = $1
      and id in (select party_id from open_item where business_id = $1 and voucher_id = any($2::uuid[]))
    order by id for no key update`,
}

const itemsHeld = {
  name: 'books.opening.hold_items',
  text: `
    select i.id, i.party_id as "partyId", p.name as "partyName", i.voucher_id as "voucherId", i.side, i.number, i.due_on as "dueOn", i.amount,
      i.open_amount as "openAmount"
    from open_item i join party p on p.business_id = i.business_id and p.id = i.party_id
    where i.business_id = $1 and i.voucher_id = any($2::uuid[]) order by i.id for update of i`,
}

const accountsById = {
  name: 'books.opening.accounts_by_id',
  text: `
    select id, name,
      not is_group and archived_at is null and role is distinct from 'opening-difference'
        and role is distinct from 'debtors' and role is distinct from 'creditors' and role is distinct from 'stock' as "isOwn"
    from account where business_id = $1 and id = any($2::uuid[]) order by code`,
}

const remember = {
  name: 'books.opening.remember',
  text: `
    insert into account_opening (business_id, account_id, voucher_id, amount)
    select $1, o.* from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as o
    on conflict (business_id, account_id) do update set voucher_id = excluded.voucher_id, amount = excluded.amount`,
}

const forget = {
  name: 'books.opening.forget',
  text: 'delete from account_opening where business_id = $1 and voucher_id = any($2::uuid[])',
}

const moveBegin = {
  name: 'books.opening.move_begin',
  text: 'update business set books_begin_on = $2 where id = $1',
}
