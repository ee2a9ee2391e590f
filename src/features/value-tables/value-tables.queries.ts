import { NotFound } from '../../core/errors.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import type { SlabRow } from './value-tables.slabs.ts'

/** Slabs as they are kept, from the lightest on; `makingOnWastage` stands with the table. */
export type KeptSlab = Omit<SlabRow, 'makingOnWastage'>

export interface ValueTable {
  id: string
  name: string
  note: string
  makingOnWastage: boolean
  isArchived: boolean
  slabs: KeptSlab[]
}

export interface ListedTable extends ValueTable {
  /** How many articles are priced by it. */
  articles: number
}

/** All tables of the shop: they are few, so they are shown together; archived ones last. */
export async function listTables(tx: Tx, businessId: string): Promise<ListedTable[]> {
  const [tables, slabs] = await together([
    named<Omit<ListedTable, 'slabs'>>(tx, tablesListed, [businessId, null]),
    named<KeptSlab & { tableId: string }>(tx, slabsListed, [businessId, null]),
  ])
  return tables.map((table) => ({ ...table, slabs: slabsOf(slabs, table.id) }))
}

/** Throws NotFound. */
export async function findTable(tx: Tx, businessId: string, id: string): Promise<ListedTable> {
  const [[table], slabs] = await together([
    named<Omit<ListedTable, 'slabs'>>(tx, tablesListed, [businessId, id]),
    named<KeptSlab & { tableId: string }>(tx, slabsListed, [businessId, id]),
  ])
  if (!table) throw new NotFound(`no value table ${id}`)
  return { ...table, slabs: slabsOf(slabs, id) }
}

const slabsOf = (slabs: readonly (KeptSlab & { tableId: string })[], id: string): KeptSlab[] =>
  slabs.filter(({ tableId }) => tableId === id).map(({ tableId: _tableId, ...slab }) => slab)

const tablesListed = {
  name: 'value_table.list',
  text: `
    select t.id, t.name, t.note, t.making_on_wastage as "makingOnWastage", t.archived_at is not null as "isArchived",
      (select count(*) from article a where a.business_id = t.business_id and a.value_table_id = t.id)::int as articles
    from value_table t where t.business_id = $1 and ($2::uuid is null or t.id = $2)
    order by t.archived_at is not null, t.name, t.id limit 200`,
}

const slabsListed = {
  name: 'value_table.slabs',
  text: `
    select table_id as "tableId", from_mg as "fromMg", making_kind as "makingKind", making_list as "makingList",
      making_floor as "makingFloor", wastage_kind as "wastageKind", wastage_list as "wastageList", wastage_floor as "wastageFloor"
    from value_slab where business_id = $1 and ($2::uuid is null or table_id = $2) order by table_id, from_mg`,
}
