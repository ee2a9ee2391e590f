import type { IsoDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import { figuresSql, totalSql } from './suppliers.sql.ts'

/** What came of a supplier or an item: lines of receipts. */
export interface Delivered {
  readonly lines: number
  /** Of them those of an order, which says by when. */
  readonly promised: number
  readonly late: number
  /** Of the late ones together. */
  readonly lateDays: number
  readonly worst: number
  readonly part: number
  readonly excess: number
  /** In thousandths of a unit; nothing where units differ. */
  readonly received: bigint | null
  readonly rejected: bigint | null
  /** In paise, at the price of the receipt, what was rejected among it. */
  readonly value: bigint
  readonly rejectedValue: bigint
}

export interface SupplierFigures extends Delivered {
  readonly orders: number
  /** Lines of these orders of which a part was given up. */
  readonly short: number
  /** Lines that should have come by today. */
  readonly stillLate: number
  readonly bills: number
  readonly differing: number
  /** Before tax, in paise. */
  readonly billed: bigint
  /** What stands unpaid today, in paise. */
  readonly owed: bigint
}

export interface SupplierRow extends SupplierFigures {
  readonly id: string
  readonly name: string
  /** Where the next page begins after this row. */
  readonly sortedBy: string
}

export const supplierSorts = ['purchases', 'late', 'rejected', 'owed', 'name'] as const
export type SupplierSort = (typeof supplierSorts)[number]

interface Asked extends Between {
  readonly today: IsoDate
}

const valuesOf = (businessId: string, { from, to, today }: Asked): unknown[] => [businessId, from, to, today]

/** Suppliers of whom anything was ordered, came or was billed, or should have come by now, and all of them as one. */
export async function listSupplierFigures(
  tx: Tx,
  businessId: string,
  asked: Asked & { sort: SupplierSort; after: string | undefined; limit: number },
): Promise<{ rows: SupplierRow[]; all: SupplierFigures }> {
  const { sort, after, limit } = asked
  const [key = '', id = ''] = readCursor(after, 2) ?? []
  const isKey = sort === 'name' || /^-?\d{1,18}$/.test(key)
  const begin = isKey && isId(id) ? [key, id] : sort === 'name' ? firstByName : firstBySize
  const found = await named<Listed>(tx, lists[sort], [...valuesOf(businessId, asked), ...begin, limit])
  const all = found.find(({ id }) => id === null)
  if (!all) throw new Error('a sum has one row')
  return { rows: found.flatMap((row) => (row.id === null ? [] : [{ ...row, id: row.id }])), all }
}

type Listed = Omit<SupplierRow, 'id'> & { readonly id: string | null }

/** The same suppliers in another period. */
export const figuresOfSuppliers = (
  tx: Tx,
  businessId: string,
  asked: Asked,
  ids: readonly string[],
): Promise<SupplierRow[]> => named(tx, ofSome, [...valuesOf(businessId, asked), ids])

export async function totalFigures(tx: Tx, businessId: string, asked: Asked): Promise<SupplierFigures> {
  const [row] = await named<SupplierFigures>(tx, total, valuesOf(businessId, asked))
  if (!row) throw new Error('a sum has one row')
  return row
}

/** Of one supplier; undefined where there was nothing. */
export async function figuresOfSupplier(
  tx: Tx,
  businessId: string,
  id: string,
  asked: Asked,
): Promise<SupplierFigures | undefined> {
  const [row] = await named<SupplierFigures>(tx, ofOne, [...valuesOf(businessId, asked), id])
  return row
}

const firstBySize = ['9223372036854775807', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
const firstByName = ['', '00000000-0000-0000-0000-000000000000']

const keys = {
  purchases: 'billed',
  late: 'late::bigint',
  rejected: `coalesce(round("rejectedValue" * 10000.0 / nullif(value, 0)), 0)::bigint`,
  owed: 'owed',
  name: 'name_key',
} as const satisfies Readonly<Record<SupplierSort, string>>

function listOf<Sort extends SupplierSort>(sort: Sort) {
  const [than, order, type] = sort === 'name' ? ['>', '', 'text'] : ['<', 'desc', 'bigint']
  return {
    name: `reports.suppliers.${sort}`,
    text: `
      with f as materialized (${figuresSql('all')}), page as (
        select s.*, s.key::text as "sortedBy" from (select f.*, ${keys[sort]} as key from f) s
        where (s.key, s.id) ${than} ($5::${type}, $6::uuid) order by s.key ${order}, s.id ${order} limit $7)
      select * from (select * from page union all select t.*, null, '' from (${totalSql('f')}) t) r order by key ${order} nulls last, id ${order}`,
  }
}

const lists = {
  purchases: listOf('purchases'),
  late: listOf('late'),
  rejected: listOf('rejected'),
  owed: listOf('owed'),
  name: listOf('name'),
} as const

const ofSome = {
  name: 'reports.suppliers.some',
  text: `select s.*, '' as "sortedBy" from (${figuresSql('all')}) s where s.id = any($5::uuid[])`,
}

const ofOne = { name: 'reports.suppliers.one', text: figuresSql('one') }
const total = { name: 'reports.suppliers.total', text: totalSql(`(${figuresSql('all')})`) }
