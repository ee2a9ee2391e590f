import type { Actor } from '../../../core/actor.ts'
import { addDays, type IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { ListedPrice } from '../../../core/price-list.ts'
import type { Milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isForeignKeyViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { findList, lockList, readLines } from './lists.queries.ts'

export interface ListFacts {
  readonly name: string
  /** Null: for everyone. */
  readonly groupId: string | null
  readonly fromOn: IsoDate
  readonly toOn: IsoDate | null
}

/** A line as it is written: of an item, or with null of a category. */
export interface WrittenLine {
  readonly itemId: string | null
  readonly category: string
  readonly min: Milli
  readonly price: ListedPrice
}

/** As many lines as a list may have. */
const mostLines = 5000

/**
 * Makes a list, with the lines of the one that it is copied from. Twice under one id is once; throws Refusal
 * 'prices.idTaken' for another one under that id, 'fields.choose' for a group that is not there.
 */
export async function createList(
  tx: Tx,
  businessId: string,
  { id, copyOf, ...facts }: ListFacts & { id: string; copyOf?: string | undefined },
  actor: Actor,
): Promise<void> {
  const [made] = await named(tx, listInsert, [businessId, id, ...valuesOf(facts), copyOf ?? null, actor.at]).catch(
    refuseGroup,
  )
  if (!made) return refuseAnother(tx, businessId, id, facts)
  const lines = copyOf ? await readLines(tx, businessId, copyOf) : []
  await insertLines(tx, businessId, id, lines)
  const after = { ...facts, ...(copyOf && { copyOf, lines: lines.length }) }
  await audit(tx, businessId, actor, { action: 'price-list.made', entity: 'price-list', entityId: id, after })
}

/** Throws NotFound, and Refusal as `createList`. */
export async function changeList(
  tx: Tx,
  businessId: string,
  { id, ...facts }: ListFacts & { id: string },
  actor: Actor,
): Promise<void> {
  const { name, groupId, fromOn, toOn } = await lockList(tx, businessId, id)
  await named(tx, listUpdate, [businessId, id, ...valuesOf(facts), actor.at]).catch(refuseGroup)
  await audit(tx, businessId, actor, {
    action: 'price-list.edited',
    entity: 'price-list',
    entityId: id,
    before: { name, groupId, fromOn, toOn },
    after: { ...facts },
  })
}

/** The list counts no more from today on; one that would begin later or today ends on its first day. Throws NotFound. */
export async function endList(
  tx: Tx,
  businessId: string,
  { id, today }: { id: string; today: IsoDate },
  actor: Actor,
): Promise<IsoDate> {
  const { name, groupId, fromOn, toOn } = await lockList(tx, businessId, id)
  const last = laterOf(addDays(today, -1), fromOn)
  if (toOn !== null && toOn <= last) return toOn
  await named(tx, listUpdate, [businessId, id, name, groupId, fromOn, last, actor.at])
  const [before, after] = [{ toOn }, { name, toOn: last }]
  await audit(tx, businessId, actor, { action: 'price-list.ended', entity: 'price-list', entityId: id, before, after })
  return last
}

/**
 * Writes lines; one of the same item or category and quantity is taken by the new one. Throws NotFound; Refusal
 * 'prices.lines.tooMany'.
 */
export async function putLines(
  tx: Tx,
  businessId: string,
  { listId, lines }: { listId: string; lines: readonly WrittenLine[] },
  actor: Actor,
): Promise<void> {
  if (lines.length === 0) return
  const { lines: before } = await lockList(tx, businessId, listId)
  // Of two lines of one item and quantity the later is meant.
  const last = [...new Map(lines.map((line) => [`${line.itemId}/${line.category}/${line.min}`, line])).values()]
  const keys = [last.map(({ itemId }) => itemId), last.map(({ category }) => category), last.map(({ min }) => min)]
  const gone = await named<{ id: string }>(tx, linesReplaced, [businessId, listId, ...keys])
  if (before - gone.length + last.length > mostLines) throw new Refusal('prices.lines.tooMany', { max: mostLines })
  await insertLines(tx, businessId, listId, last)
  const [first] = last
  await audit(tx, businessId, actor, {
    action: 'price-list.lines',
    entity: 'price-list',
    entityId: listId,
    after: { written: last.length, replaced: gone.length, ...(last.length === 1 && { line: first }) },
  })
}

/** A line that is gone already is gone. Throws NotFound for the list. */
export async function removeLine(
  tx: Tx,
  businessId: string,
  { listId, lineId }: { listId: string; lineId: string },
  actor: Actor,
): Promise<void> {
  await findList(tx, businessId, listId)
  const [before] = await named<Record<string, unknown>>(tx, lineDelete, [businessId, listId, lineId])
  if (!before) return
  await audit(tx, businessId, actor, {
    action: 'price-list.lineRemoved',
    entity: 'price-list',
    entityId: listId,
    before,
    after: {},
  })
}

const laterOf = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b)

const valuesOf = ({ name, groupId, fromOn, toOn }: ListFacts) => [name, groupId, fromOn, toOn]

async function insertLines(tx: Tx, businessId: string, listId: string, lines: readonly WrittenLine[]): Promise<void> {
  if (lines.length === 0) return
  const column = <Value>(of: (line: WrittenLine) => Value) => lines.map(of)
  await named(tx, linesInsert, [
    businessId,
    listId,
    column(() => newId()),
    column(({ itemId }) => itemId),
    column(({ category }) => category),
    column(({ min }) => min),
    column(({ price }) => (price.kind === 'fixed' ? price.amount : null)),
    column(({ price }) => (price.kind === 'change' ? price.bp : null)),
  ])
}

async function refuseAnother(tx: Tx, businessId: string, id: string, facts: ListFacts): Promise<void> {
  const there = await findList(tx, businessId, id)
  const isSame = valuesOf(there).every((value, i) => value === valuesOf(facts)[i])
  if (!isSame) throw new Refusal('prices.idTaken', {}, 409)
}

function refuseGroup(error: unknown): never {
  throw isForeignKeyViolation(error) ? new Refusal('fields.choose') : error
}

const listInsert = {
  name: 'price_list.insert',
  text: `
    insert into price_list (business_id, id, name, group_id, from_on, to_on, copied_from_id, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (business_id, id) do nothing returning id`,
}

const listUpdate = {
  name: 'price_list.update',
  text: `
    update price_list set name = $3, group_id = $4, from_on = $5, to_on = $6, updated_at = $7
    where business_id = $1 and id = $2`,
}

const linesReplaced = {
  name: 'price_list.lines.replace',
  text: `
    delete from price_list_line l using unnest($3::uuid[], $4::text[], $5::bigint[]) as n (item, category, min)
    where l.business_id = $1 and l.list_id = $2 and l.item_id is not distinct from n.item and l.category = n.category
      and l.min_milli = n.min returning l.id`,
}

const linesInsert = {
  name: 'price_list.lines.insert',
  text: `
    insert into price_list_line (business_id, list_id, id, item_id, category, min_milli, price_paise, change_bp)
    select $1, $2, l.* from unnest($3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::integer[]) as l`,
}

const lineDelete = {
  name: 'price_list.lines.remove',
  text: `
    delete from price_list_line where business_id = $1 and list_id = $2 and id = $3
    returning item_id as "itemId", category, min_milli as min, price_paise as amount, change_bp as bp`,
}
