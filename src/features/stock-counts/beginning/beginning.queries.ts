import { can, type Role } from '../../../core/permissions.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { CountPerson } from '../counts.queries.ts'

export interface CountChoices {
  branches: readonly { id: string; name: string }[]
  counters: readonly string[]
  shelves: readonly string[]
  pieceCategories: readonly string[]
  itemCategories: readonly string[]
  articles: readonly { id: string; name: string }[]
  purities: readonly { id: string; name: string }[]
  people: readonly CountPerson[]
  toleranceMg: bigint
  toleranceBp: number
}

/** What a count can be of, who can do it, and the tolerance that the shop usually gives. */
export async function listChoices(tx: Tx, businessId: string): Promise<CountChoices> {
  const texts = (of: string) =>
    named<{ text: string }>(tx, listOf(of), [businessId]).then((rows) => rows.map(({ text }) => text))
  const [branches, counters, shelves, pieceCategories, itemCategories, articles, purities, members, [usual]] =
    await together([
      named<{ id: string; name: string }>(tx, branchesOf, [businessId]),
      texts('counters'),
      texts('shelves'),
      texts('pieceCategories'),
      texts('itemCategories'),
      named<{ id: string; name: string }>(tx, articlesOf, [businessId]),
      named<{ id: string; name: string }>(tx, puritiesOf, [businessId]),
      named<CountPerson & { role: Role }>(tx, membersOf, [businessId]),
      named<{ toleranceMg: bigint; toleranceBp: number }>(tx, usualTolerance, [businessId]),
    ])
  const people = members.filter(({ role }) => can(role, 'stock.count')).map(({ userId, name }) => ({ userId, name }))
  const lists = { branches, counters, shelves, pieceCategories, itemCategories, articles, purities, people }
  return { ...lists, toleranceMg: usual?.toleranceMg ?? 0n, toleranceBp: usual?.toleranceBp ?? 0 }
}

/** Who could have done it in the place of one who counts and approves alone. */
export async function othersMayApprove(tx: Tx, businessId: string, userId: string | null): Promise<boolean> {
  const members = await named<CountPerson & { role: Role }>(tx, membersOf, [businessId])
  return members.some((one) => one.userId !== userId && can(one.role, 'stock.approve'))
}

const lists: Readonly<Record<string, string>> = {
  // Each counter is one step of the index, however many pieces lie on it.
  counters: `
    with recursive steps as (
      select (select min(counter) from piece where business_id = $1) as text
      union all select (select min(counter) from piece where business_id = $1 and counter > s.text) from steps s where s.text is not null)
    select text from steps where text <> '' limit 200`,
  shelves: `select distinct shelf as text from item where business_id = $1 and shelf <> '' order by 1 limit 200`,
  pieceCategories: `select distinct category as text from article where business_id = $1 and category <> '' order by 1 limit 200`,
  itemCategories: `select distinct category as text from item where business_id = $1 and category <> '' order by 1 limit 200`,
}
const listOf = (list: string) => ({ name: `stock_count.choices.${list}`, text: lists[list] ?? '' })

const branchesOf = {
  name: 'stock_count.choices.branches',
  text: 'select id, name from branch where business_id = $1 and archived_at is null order by is_main desc, id',
}
const articlesOf = {
  name: 'stock_count.choices.articles',
  text: `
    select i.id, i.name from article a join item i on i.business_id = a.business_id and i.id = a.item_id
    where a.business_id = $1 and a.tracking = 'piece' and i.archived_at is null order by i.name_key, i.id limit 500`,
}
const puritiesOf = {
  name: 'stock_count.choices.purities',
  text: 'select id, name from purity where business_id = $1 order by metal, fineness desc, id limit 100',
}
const membersOf = {
  name: 'stock_count.choices.people',
  text: `
    select m.user_id as "userId", u.name, m.role from membership m join app_user u on u.id = m.user_id
    where m.business_id = $1 and m.ended_at is null order by u.name, u.id`,
}
const usualTolerance = {
  name: 'stock_count.choices.tolerance',
  text: 'select count_tolerance_mg as "toleranceMg", count_tolerance_bp as "toleranceBp" from business where id = $1',
}
