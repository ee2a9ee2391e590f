import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, subtract, zero } from '../../../core/money.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { MoveKind } from '../stock.queries.ts'

export interface CardMove {
  id: string
  kind: MoveKind
  onDate: IsoDate
  branchName: string
  quantity: Milli
  value: Paise
  documentId: string | null
  documentNumber: string | null
  documentKind: string | null
  /** Of a move of goods within the house: which of its pages its paper has. */
  form: string | null
  pieceId: string | null
  tag: string | null
  note: string
  /** What was there after it; undefined in a list of one kind, where others lie between. */
  after: { quantity: Milli; value: Paise } | undefined
}

export type MovesCursor = readonly [onDate: string, id: string]

export interface AskedMoves {
  kind: MoveKind | undefined
  branchId: string | undefined
  before: MovesCursor | undefined
}

/** A move as it is read, before it is said what was there after it. */
export type BareMove = Omit<CardMove, 'after'>

/** The moves of an item, newest first. */
export async function listCardMoves(
  tx: Tx,
  businessId: string,
  itemId: string,
  { kind, branchId, before }: AskedMoves,
): Promise<Page<BareMove>> {
  const [onDate, id] = before ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const more = [...(branchId ? [branchId] : []), ...(kind ? [kind] : [])]
  const values = [businessId, itemId, onDate, id, ...more]
  return pageOf(await named<BareMove>(tx, movesOf({ kind, branchId }), values))
}

/**
 * With what was there after each move of a page: after the newest of all there was what is there `now`; the balance of a
 * later page comes from the months before it and the moves of one month, whatever history holds. In a list of one kind
 * others lie between, and nothing is said.
 */
export async function balanced(
  tx: Tx,
  businessId: string,
  itemId: string,
  { page, asked, now }: { page: Page<BareMove>; asked: AskedMoves; now: { quantity: Milli; value: Paise } | undefined },
): Promise<Page<CardMove>> {
  const { kind, branchId, before } = asked
  const top = page.rows[0]
  if (!top || kind) return { ...page, rows: page.rows.map((row) => ({ ...row, after: undefined })) }
  if (!before) return { ...page, rows: withBalances(page.rows, now ?? { quantity: milli(0n), value: zero }) }
  const [start] = await named<{ quantity: Milli; value: Paise }>(tx, balanceAfter, [
    ...[businessId, itemId, branchId ?? null, top.onDate, top.id],
  ])
  if (!start) throw new Error('a sum has one row')
  return { ...page, rows: withBalances(page.rows, start) }
}

function withBalances(rows: readonly BareMove[], start: { quantity: Milli; value: Paise }): CardMove[] {
  let { quantity, value } = start
  return rows.map((row) => {
    const after = { quantity, value }
    quantity = milli(quantity - row.quantity)
    value = subtract(value, row.value)
    return { ...row, after }
  })
}

function movesOf({ kind, branchId }: Pick<AskedMoves, 'kind' | 'branchId'>) {
  const conditions = [
    ...(branchId ? ['m.branch_id = $5::uuid'] : []),
    ...(kind ? [`m.kind = $${branchId ? 6 : 5}`] : []),
  ]
  return {
    name: `stock.card.moves${branchId ? '.branch' : ''}${kind ? '.kind' : ''}`,
    text: `
    select m.id, m.kind, m.on_date as "onDate", b.name as "branchName", m.quantity_milli as quantity, m.value_paise as value,
      m.document_id as "documentId", d.number as "documentNumber", d.kind as "documentKind", m.piece_id as "pieceId", p.tag, m.note,
      (select v.form from movement v where v.business_id = m.business_id and v.id = m.document_id) as form
    from (select * from stock_move m where m.business_id = $1 and m.item_id = $2 and (m.on_date, m.id) < ($3::date, $4::uuid)
      ${conditions.map((one) => `and ${one}`).join(' ')} order by m.on_date desc, m.id desc limit ${pageSize + 1}) m
    join branch b on b.business_id = $1 and b.id = m.branch_id
    left join document d on d.business_id = $1 and d.id = m.document_id
    left join piece p on p.business_id = $1 and p.id = m.piece_id
    order by m.on_date desc, m.id desc`,
  }
}

const balanceAfter = {
  name: 'stock.card.balance',
  text: `
    select (coalesce(k.quantity, 0) + coalesce(m.quantity, 0))::bigint as quantity,
      (coalesce(k.value, 0) + coalesce(m.value, 0))::bigint as value
    from (select sum(in_milli - out_milli) as quantity, sum(in_paise - out_paise) as value from stock_month
      where business_id = $1 and item_id = $2 and ($3::uuid is null or branch_id = $3)
        and month < date_trunc('month', $4::timestamp)::date) k,
    (select sum(quantity_milli) as quantity, sum(value_paise) as value from stock_move
      where business_id = $1 and item_id = $2 and ($3::uuid is null or branch_id = $3)
        and on_date >= date_trunc('month', $4::timestamp)::date and (on_date, id) <= ($4::date, $5::uuid)) m`,
}

/** The kinds of moves that an item ever had, hopped through in their index. */
export async function listKinds(tx: Tx, businessId: string, itemId: string): Promise<MoveKind[]> {
  const rows = await named<{ kind: MoveKind }>(tx, kindsSkipped, [businessId, itemId])
  return rows.map(({ kind }) => kind)
}

const kindsSkipped = {
  name: 'stock.card.kinds',
  text: `
    with recursive k as (
      (select kind from stock_move where business_id = $1 and item_id = $2 order by kind limit 1)
      union all
      select (select m.kind from stock_move m where m.business_id = $1 and m.item_id = $2 and m.kind > k.kind order by m.kind limit 1)
      from k where k.kind is not null)
    select kind from k where kind is not null`,
}
