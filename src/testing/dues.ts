import type { OpenItemKind, Side } from '../core/allocation.ts'
import type { IsoDate } from '../core/dates.ts'
import { type Paise, parseRupees, zero } from '../core/money.ts'
import { accountOf } from '../core/vouchers.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { accountsByRole, booksCheck, openItem, post } from '../features/books/index.ts'
import { actorFor, type CastKit, type Shop } from './cast.ts'

/** "1,250.50" as paise. */
export const rs = (text: string): Paise => parseRupees(text) ?? zero

export interface NewTestParty {
  name?: string
  isCustomer?: boolean
  isSupplier?: boolean
  phone?: string
}

/** A customer, if nothing else is said; its id. */
export async function aParty(kit: CastKit, shop: Pick<Shop, 'id'>, has: NewTestParty = {}): Promise<string> {
  const id = newId()
  const { name = 'Meera Shah', isCustomer = true, isSupplier = false, phone = '' } = has
  const at = kit.clock()
  await inBusiness(kit.db, shop.id, (tx) =>
    tx('party').insert({
      business_id: shop.id,
      id,
      name,
      phone,
      is_customer: isCustomer,
      is_supplier: isSupplier,
      created_at: at,
      updated_at: at,
    }),
  )
  return id
}

export interface NewDue {
  amount: string
  /** Debit: the party owes it; credit: a supplier's bill. */
  side?: Side
  kind?: OpenItemKind
  onDate?: IsoDate
  dueOn?: IsoDate
  number?: string
}

/** Something open of a party, posted as a journal without a paper; the id of its open item. */
export async function aDue(
  kit: CastKit,
  shop: Pick<Shop, 'id' | 'asha'>,
  partyId: string,
  { amount, side = 'debit', kind = 'bill', onDate = '2026-11-01', dueOn = onDate, number = 'B1' }: NewDue,
): Promise<string> {
  const [id, voucherId] = [newId(), newId()]
  const signed = side === 'debit' ? rs(amount) : -rs(amount)
  await inBusiness(kit.db, shop.id, async (tx) => {
    const roles = await accountsByRole(tx, shop.id)
    const control = accountOf(roles, side === 'debit' ? 'debtors' : 'creditors')
    const lines = [
      { accountId: control, partyId, commodity: 'INR', amount: signed },
      { accountId: accountOf(roles, 'sales'), commodity: 'INR', amount: -signed },
    ] as const
    const actor = actorFor(shop.asha, kit)
    await post(tx, shop.id, { id: voucherId, kind: 'journal', onDate, number, partyId, narration: '', lines }, actor)
    const item = { id, partyId, side, kind, voucherId, number, amount: rs(amount), onDate, dueOn }
    await openItem(tx, shop.id, item)
  })
  return id
}

/** What is open of each item of a party: "B1 30.00" and so on, in the order in which they are due. */
export async function openOf(kit: Pick<CastKit, 'db'>, shop: Pick<Shop, 'id'>, partyId: string): Promise<string[]> {
  const rows = await inBusiness(kit.db, shop.id, (tx) =>
    tx('open_item')
      .where({ party_id: partyId })
      .whereNot({ kind: 'reversal' })
      .orderBy(['due_on', 'on_date', 'id'])
      .select('kind', 'number', 'open_amount'),
  )
  return rows.map(({ kind, number, open_amount }) => `${kind === 'bill' ? number : kind} ${open_amount / 100n}`)
}

/** The points of the books check that do not hold; the cash box below zero is only a warning. */
export async function faultsOf(kit: Pick<CastKit, 'db'>, shop: Pick<Shop, 'id'>): Promise<string[]> {
  const results = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
  return results
    .filter(({ holds, point }) => !holds && point !== 9)
    .map(({ point, findings }) => `${point}: ${JSON.stringify(findings)}`)
}
