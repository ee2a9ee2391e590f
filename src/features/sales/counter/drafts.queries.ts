import { NotFound } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { filledBill } from './counter.form.ts'
import type { TypedBill } from './counter.types.ts'

/** A bill in the making, as the list of held bills shows it. */
export interface HeldBill {
  id: string
  /** The customer's name, or what was written for a walk-in. */
  name: string
  lines: number
  /** The first few items. */
  items: string
  updatedAt: Date
}

/** A person sees the drafts of his own only: two counters never take one bill from each other. */
export async function findDraftIfAny(
  tx: Tx,
  businessId: string,
  { id, userId }: { id: string; userId: string },
): Promise<TypedBill | undefined> {
  if (!isId(id)) throw new NotFound('no such draft')
  const [row] = await named<{ body: TypedBill }>(tx, draftById, [businessId, id, userId])
  return row && filledBill(row.body)
}

/** The bill that the person left within the last hour to make a new customer for it. */
export async function findWaiting(
  tx: Tx,
  businessId: string,
  { userId, at }: { userId: string; at: Date },
): Promise<{ id: string; body: TypedBill } | undefined> {
  const [row] = await named<{ id: string; body: TypedBill }>(tx, draftWaiting, [businessId, userId, at])
  return row && { id: row.id, body: filledBill(row.body) }
}

/** Newest first, those without a line left out. */
export async function listHeld(tx: Tx, businessId: string, userId: string): Promise<HeldBill[]> {
  return named<HeldBill>(tx, heldOf, [businessId, userId])
}

export async function countHeld(
  tx: Tx,
  businessId: string,
  { userId, except }: { userId: string; except: string },
): Promise<number> {
  const [row] = await named<{ count: number }>(tx, heldCounted, [businessId, userId, except])
  return row?.count ?? 0
}

const ofPerson = "business_id = $1 and user_id = $2 and kind = 'sale' and body->'lines' <> '[]'"

const draftById = {
  name: 'counter.draft.find',
  text: "select body from draft where business_id = $1 and id = $2 and user_id = $3 and kind = 'sale'",
}

const draftWaiting = {
  name: 'counter.draft.waiting',
  text: `
    select id, body from draft where business_id = $1 and user_id = $2 and kind = 'sale' and body->'awaitsParty' = 'true' and updated_at > $3::timestamptz - interval '1 hour'
    order by updated_at desc limit 1`,
}

const heldCounted = {
  name: 'counter.draft.count',
  text: `select count(*)::int as count from draft where ${ofPerson} and id <> $3`,
}

const heldOf = {
  name: 'counter.draft.list',
  text: `
    select d.id, coalesce(p.name, d.body->'fields'->>'name', '') as name, jsonb_array_length(d.body->'lines') as lines,
      d.updated_at as "updatedAt",
      (select coalesce(string_agg(i.name, ', ' order by l.at), '') from (
        select e->>'item' as item, at from jsonb_array_elements(d.body->'lines') with ordinality as x (e, at) where at <= 3) l
        join item i on i.business_id = $1 and i.id = l.item::uuid) as items
    from draft d
    left join party p on p.business_id = d.business_id and p.id = nullif(d.body->'fields'->>'party', '')::uuid
    where d.business_id = $1 and d.user_id = $2 and d.kind = 'sale' and d.body->'lines' <> '[]'
    order by d.updated_at desc, d.id desc limit 50`,
}
