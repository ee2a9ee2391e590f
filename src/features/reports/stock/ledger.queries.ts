import { type IsoDate, isDate, monthStart } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { MoveKind } from '../../stock/index.ts'
import type { Between } from '../period.rules.ts'

export interface LedgerMove {
  readonly id: string
  readonly onDate: IsoDate
  readonly kind: MoveKind
  readonly branchName: string
  readonly quantity: bigint
  readonly value: bigint
  readonly documentId: string | null
  readonly documentKind: string | null
  readonly documentNumber: string | null
  readonly partyName: string
  readonly tag: string | null
  readonly note: string
}

export interface LedgerFigures {
  readonly quantity: bigint
  readonly value: bigint
}

interface Asked extends Between {
  readonly branchId: string | undefined
  readonly after: string | undefined
  readonly limit: number
}

/**
 * The moves of an item in the order of their days, and what was there before the first of them: the months before it, and
 * the moves of one month alone.
 */
export async function listLedger(
  tx: Tx,
  businessId: string,
  itemId: string,
  { from, to, branchId, after, limit }: Asked,
): Promise<Page<LedgerMove> & { before: LedgerFigures }> {
  const [day = '', id = ''] = readCursor(after, 2) ?? []
  const begin = isDate(day) && isId(id) ? [day, id] : [from, '00000000-0000-0000-0000-000000000000']
  const [beginDay = from] = begin
  const found = await named<LedgerMove>(tx, moves, [businessId, itemId, branchId ?? null, ...begin, to, limit + 1])
  const [before] = await named<LedgerFigures>(tx, balance, [
    ...[businessId, itemId, branchId ?? null],
    ...[monthStart(beginDay), ...begin],
  ])
  if (!before) throw new Error('a sum has one row')
  return { ...pageOf(found, limit), before }
}

const moves = {
  name: 'reports.stock.ledger',
  text: `
    select m.id, m.on_date as "onDate", m.kind, b.name as "branchName", m.quantity_milli as quantity, m.value_paise as value,
      m.document_id as "documentId", d.kind as "documentKind", d.number as "documentNumber",
      coalesce(d.party_snapshot ->> 'name', '') as "partyName", p.tag, m.note
    from (select * from stock_move where business_id = $1 and item_id = $2 and ($3::uuid is null or branch_id = $3)
      and (on_date, id) > ($4::date, $5::uuid) and on_date <= $6::date order by on_date, id limit $7) m
    join branch b on b.business_id = $1 and b.id = m.branch_id
    left join document d on d.business_id = $1 and d.id = m.document_id
    left join piece p on p.business_id = $1 and p.id = m.piece_id
    order by m.on_date, m.id`,
}

const balance = {
  name: 'reports.stock.ledger.before',
  text: `
    select (coalesce(k.quantity, 0) + coalesce(m.quantity, 0))::bigint as quantity,
      (coalesce(k.value, 0) + coalesce(m.value, 0))::bigint as value
    from (select sum(in_milli - out_milli) as quantity, sum(in_paise - out_paise) as value from stock_month
      where business_id = $1 and item_id = $2 and ($3::uuid is null or branch_id = $3) and month < $4::date) k,
    (select sum(quantity_milli) as quantity, sum(value_paise) as value from stock_move
      where business_id = $1 and item_id = $2 and ($3::uuid is null or branch_id = $3)
        and on_date >= $4::date and (on_date, id) <= ($5::date, $6::uuid)) m`,
}
