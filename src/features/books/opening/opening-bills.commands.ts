import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { absolute, negate, rupees, sum } from '../../../core/money.ts'
import { type AccountsByRole, openingControl, openingLines, type PartyKinds } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { accountsByRole } from '../accounts/accounts.queries.ts'
import { type NewOpenItem, openItems } from '../open-items/open-items.commands.ts'
import { postAll } from '../vouchers/bulk.commands.ts'
import type { NewVoucher } from '../vouchers/vouchers.commands.ts'
import { type OpeningDone, takeBack } from './opening.commands.ts'
import { listOpeningBills, lockOpenings, type StandingBill } from './opening.queries.ts'
import { type BillsOfParty, checkBill, differenceOf, type OpeningBill, twiceIn } from './opening.rules.ts'

/**
 * Posts the bills of the old books that a party still owes (above zero) or is owed, on the day the books begin: a voucher
 * and an open item each. Throws what `postOpeningBillsOfMany` throws.
 */
export const postOpeningBills = (tx: Tx, businessId: string, bills: BillsOfParty, actor: Actor): Promise<OpeningDone> =>
  postOpeningBillsOfMany(tx, businessId, [bills], actor)

/**
 * The same for many parties, in as many statements as for one; up to two thousand bills at a time. Throws NotFound for a party
 * of another business; Refusal 'opening.refusal.twice' for a number that stands already or comes twice,
 * 'opening.refusal.amount', 'opening.refusal.billLater', 'opening.refusal.dueBefore', 'opening.refusal.number',
 * 'errors.locked'.
 */
export async function postOpeningBillsOfMany(
  tx: Tx,
  businessId: string,
  parties: readonly BillsOfParty[],
  actor: Actor,
): Promise<OpeningDone> {
  const onDate = await lockOpenings(tx, businessId)
  const ids = parties.map(({ partyId }) => partyId)
  const known = await lockParties(tx, businessId, ids)
  const standing = Map.groupBy(await listOpeningBills(tx, businessId, ids), ({ partyId }) => partyId)
  const [one] = parties
  const done = await postBills(tx, businessId, { onDate, parties, known, standing }, actor)
  const bills = parties.flatMap((party) => party.bills)
  if (one && bills.length > 0)
    await audit(tx, businessId, actor, {
      action: 'opening.bills',
      ...(parties.length === 1
        ? { entity: 'party', entityId: one.partyId }
        : { entity: 'books', entityId: businessId }),
      after: { ...(parties.length === 1 && { name: known.get(one.partyId)?.name }), ...recordOf(bills, onDate) },
    })
  return done
}

/**
 * Makes the opening bills of a party what is wanted, or of them those that a form showed, by their items. What stands as wanted stays, so that the same form sent twice writes
 * once; the rest is reversed on its day and posted anew. Says how many changed. Throws what `postOpeningBills` and
 * `undoOpening` throw.
 */
export async function saveOpeningBills(
  tx: Tx,
  businessId: string,
  { partyId, bills, shown }: BillsOfParty & { shown?: ReadonlySet<string> },
  actor: Actor,
): Promise<number> {
  const onDate = await lockOpenings(tx, businessId)
  const known = await lockParties(tx, businessId, [partyId])
  const standing = await listOpeningBills(tx, businessId, [partyId])
  const { undo, add } = differenceOf(standing, bills, ({ itemId }) => shown?.has(itemId) ?? true)
  if (undo.length + add.length === 0) return 0
  await takeBack(tx, businessId, { voucherIds: undo.map(({ voucherId }) => voucherId), reason: '' }, actor)
  const left = standing.filter((bill) => !undo.includes(bill))
  const parties = [{ partyId, bills: add }]
  await postBills(tx, businessId, { onDate, parties, known, standing: new Map([[partyId, left]]) }, actor)
  await audit(tx, businessId, actor, {
    action: 'opening.bills',
    entity: 'party',
    entityId: partyId,
    before: { lines: undo.map(said) },
    after: { name: known.get(partyId)?.name, ...recordOf(add, onDate) },
  })
  return undo.length + add.length
}

interface Posted {
  onDate: IsoDate
  parties: readonly BillsOfParty[]
  known: ReadonlyMap<string, PartyRow>
  standing: ReadonlyMap<string, readonly StandingBill[]>
}

async function postBills(
  tx: Tx,
  businessId: string,
  { onDate, parties, known, standing }: Posted,
  actor: Actor,
): Promise<OpeningDone> {
  const roles = await accountsByRole(tx, businessId)
  const entries = parties.flatMap(({ partyId, bills }) => {
    const party = known.get(partyId)
    if (!party) throw new NotFound('no such party')
    const twice = twiceIn([...(standing.get(partyId) ?? []), ...bills])
    if (twice !== undefined) throw new Refusal('opening.refusal.twice', { number: twice, party: party.name }, 409)
    for (const bill of bills) checkBill(bill, onDate)
    return bills.map((bill) => entryOf(party, bill, onDate, roles))
  })
  const vouchers = entries.map(({ voucher }) => voucher)
  await postAll(tx, businessId, vouchers, actor)
  await openItems(
    tx,
    businessId,
    entries.map(({ item }) => item),
  )
  return { voucherIds: vouchers.map(({ id }) => id) }
}

function entryOf(
  party: PartyRow,
  { number, onDate: billedOn, dueOn, amount }: OpeningBill,
  onDate: IsoDate,
  roles: AccountsByRole,
): { voucher: NewVoucher; item: NewOpenItem } {
  const [voucherId, partyId] = [newId(), party.id]
  const lines = openingLines({ partyId, control: openingControl(party, amount), amount, roles })
  return {
    voucher: { id: voucherId, kind: 'opening', onDate, number, partyId, narration: '', lines },
    item: {
      id: newId(),
      partyId,
      side: amount > 0n ? 'debit' : 'credit',
      kind: 'opening',
      voucherId,
      number,
      amount: absolute(amount),
      onDate,
      dueOn,
      billedOn,
    },
  }
}

const mostSaid = 50

const recordOf = (bills: readonly OpeningBill[], onDate: IsoDate): Record<string, unknown> => ({
  on_date: onDate,
  count: bills.length,
  debit_paise: sum(bills.filter(({ amount }) => amount > 0n).map(({ amount }) => amount)),
  credit_paise: negate(sum(bills.filter(({ amount }) => amount < 0n).map(({ amount }) => amount))),
  lines: bills.slice(0, mostSaid).map(said),
})

const said = ({ number, onDate, dueOn, amount }: OpeningBill): string =>
  [number, onDate, dueOn, rupees(absolute(amount)), amount > 0n ? 'Dr' : 'Cr'].filter(Boolean).join(' ')

type PartyRow = PartyKinds & { readonly id: string; readonly name: string }

/** Held, so that nobody settles their bills meanwhile, in the order in which everyone holds them. */
async function lockParties(tx: Tx, businessId: string, ids: readonly string[]): Promise<Map<string, PartyRow>> {
  const rows = await named<PartyRow>(tx, partiesById, [businessId, ids])
  if (rows.length < new Set(ids).size) throw new NotFound('no such party')
  return new Map(rows.map((row) => [row.id, row]))
}

const partiesById = {
  name: 'books.opening.parties',
  text: `
    select id, name, is_customer as "isCustomer", is_supplier as "isSupplier", is_karigar as "isKarigar"
    from party where business_id = $1 and id = any($2::uuid[]) order by id for no key update`,
}
