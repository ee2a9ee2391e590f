import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { MoveKind } from '../../stock/index.ts'

export interface MovesFilter {
  readonly kind: MoveKind | undefined
  readonly branchId: string | undefined
  readonly itemId: string | undefined
  readonly by: string | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
}

export interface ListedMove {
  id: string
  onDate: IsoDate
  kind: MoveKind
  itemId: string
  itemName: string
  unit: string
  branchName: string
  tag: string
  quantity: Milli
  gross: Mg
  value: Paise
  note: string
  documentId: string | null
  documentKind: string | null
  number: string | null
  form: string | null
  byUser: string | null
  at: Date
}

export interface MovesAfter {
  readonly onDate: IsoDate
  readonly id: string
}

/** All moves of a filter, newest first. A filter that asks nothing of a column leaves its condition out. */
export function listAllMoves(
  tx: Tx,
  businessId: string,
  filter: MovesFilter,
  { after, limit }: { after: MovesAfter | undefined; limit: number },
): Promise<ListedMove[]> {
  const { from = '-infinity', to = 'infinity' } = filter
  const [onDate, id] = after ? [after.onDate, after.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const values: unknown[] = [businessId, from, to, onDate, id, limit]
  const value = (one: unknown): string => `$${values.push(one)}`
  const asked = [
    filter.kind && `m.kind = ${value(filter.kind)}`,
    filter.branchId && `m.branch_id = ${value(filter.branchId)}::uuid`,
    filter.itemId && `m.item_id = ${value(filter.itemId)}::uuid`,
    filter.by && `m.by_user = ${value(filter.by)}::uuid`,
  ].filter((condition) => condition !== undefined)
  const text = `
    select m.id, m.on_date as "onDate", m.kind, m.item_id as "itemId", i.name as "itemName", i.unit, b.name as "branchName",
      coalesce((select p.tag from piece p where p.business_id = m.business_id and p.id = m.piece_id),
        (select l.name from lot l where l.business_id = m.business_id and l.id = m.lot_id), '') as tag,
      m.quantity_milli as quantity, m.gross_mg as gross, m.value_paise as value, m.note, m.document_id as "documentId",
      d.kind as "documentKind", d.number, (select v.form from movement v where v.business_id = m.business_id and v.id = m.document_id) as form,
      m.by_user as "byUser", m.at
    from stock_move m
    join item i on i.business_id = m.business_id and i.id = m.item_id
    join branch b on b.business_id = m.business_id and b.id = m.branch_id
    left join document d on d.business_id = m.business_id and d.id = m.document_id
    where m.business_id = $1 and m.on_date between $2::date and $3::date and (m.on_date, m.id) < ($4::date, $5::uuid)
      ${asked.map((condition) => `and ${condition}`).join(' ')}
    order by m.on_date desc, m.id desc limit $6`
  return named(tx, { name: asked.length === 0 ? 'movements.moves' : '', text }, values)
}

export interface MoveChoices {
  branches: { id: string; name: string }[]
  people: { id: string; name: string }[]
  itemName: string
}

/** What a filter can choose from, and how the item is called that it names. */
export async function movesChoices(tx: Tx, businessId: string, itemId: string | undefined): Promise<MoveChoices> {
  const [branches, people, items] = [
    await named<{ id: string; name: string }>(tx, branchesAll, [businessId]),
    await named<{ id: string; name: string }>(tx, peopleOf, [businessId]),
    itemId ? await named<{ name: string }>(tx, itemName, [businessId, itemId]) : [],
  ]
  return { branches, people, itemName: items[0]?.name ?? '' }
}

const branchesAll = {
  name: 'movements.moves.branches',
  text: 'select id, name from branch where business_id = $1 order by is_main desc, name, id limit 200',
}

// People stand outside every business: who belongs to this one.
const peopleOf = {
  name: 'movements.moves.people',
  text: `
    select u.id, u.name from membership m join app_user u on u.id = m.user_id where m.business_id = $1 order by u.name, u.id limit 200`,
}

const itemName = { name: 'movements.moves.item', text: 'select name from item where business_id = $1 and id = $2' }
