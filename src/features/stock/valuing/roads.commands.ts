import type { AccountRole } from '../../../core/chart.ts'
import { divRound, type Paise, paise, subtract, sum } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Changed } from './valuing.rules.ts'

/**
 * Locks the transfers that have goods of these items on the road: who receives one waits, and so does this. Before the levels:
 * whoever holds levels and values anew afterwards (`revalueMoves`) calls it first, or of two that meet one holds the level that
 * the other, with the transfer, waits for.
 */
export async function lockRoads(tx: Tx, businessId: string, itemIds: readonly string[]): Promise<void> {
  await named(tx, roadsLocked, [businessId, itemIds])
}

/**
 * What left for another branch costs something else: what of it is on the road still bears its share there, what was given
 * up goes where that went, and what arrived is valued anew where it lies, against the same account. After the locks.
 */
export async function followRoads(tx: Tx, businessId: string, changes: readonly Changed[]): Promise<Changed[]> {
  const documents = [...new Set(changes.flatMap((one) => (hasLeft(one) ? (one.documentId ?? []) : [])))]
  if (documents.length === 0) return [...changes]
  const [lines, arrived] = await together([
    named<RoadLine>(tx, roadLines, [businessId, documents]),
    named<Arrived>(tx, roadArrivals, [businessId, documents]),
  ])
  const open = new Map(lines.map((line) => [line, line.openValue]))
  const followed = changes.map((change) => (hasLeft(change) ? follow(change, { lines, arrived, open }) : change))
  const moved = lines.flatMap((line) => {
    const delta = subtract(open.get(line) ?? line.openValue, line.openValue)
    return delta === 0n ? [] : [{ ...line, delta }]
  })
  if (moved.length > 0)
    await named(tx, roadsBear, [
      ...[businessId, moved.map(({ movementId }) => movementId), moved.map(({ line }) => line)],
      moved.map(({ delta }) => delta),
    ])
  return followed
}

interface RoadLine {
  movementId: string
  line: number
  itemId: string
  pieceId: string | null
  lotId: string | null
  quantity: Milli
  open: Milli
  openValue: Paise
}

type Arrived = Pick<RoadLine, 'movementId' | 'itemId' | 'pieceId' | 'quantity'> & { isLot: boolean }

const hasLeft = ({ kind, isIn }: Changed): boolean => kind === 'transfer' && !isIn

interface Road {
  lines: readonly RoadLine[]
  arrived: readonly Arrived[]
  open: Map<RoadLine, Paise>
}

function follow(change: Changed, { lines, arrived, open }: Road): Changed {
  const { documentId, itemId, pieceId = null, lotId = null } = change
  const own = lines.filter(
    (line) =>
      line.movementId === documentId && line.itemId === itemId && line.pieceId === pieceId && line.lotId === lotId,
  )
  const whole = total(own.map(({ quantity }) => quantity))
  if (whole === 0n) return change
  const dearer = subtract(change.before, change.after)
  const onRoad = own.map((line) => {
    const before = open.get(line) ?? line.openValue
    const bears = line.open === 0n ? paise(0n) : noLess(divRound(dearer * line.open, whole, 'half-up'), before)
    open.set(line, sum([before, bears]))
    return bears
  })
  const came = arrived.filter(
    (one) =>
      one.movementId === documentId &&
      one.itemId === itemId &&
      one.pieceId === pieceId &&
      one.isLot === (lotId !== null),
  )
  const lost = whole - total(own.map((line) => line.open)) - total(came.map(({ quantity }) => quantity))
  const given = paise(lost > 0n ? divRound(dearer * lost, whole, 'half-up') : 0n)
  const shares: [AccountRole, Paise][] = [
    ['stock-in-transit', sum(onRoad)],
    ['stock-adjustment', given],
  ]
  return { ...change, shares }
}

/** Never more less than there is. */
const noLess = (share: bigint, there: Paise): Paise => paise(share + there < 0n ? -there : share)

const total = (all: readonly bigint[]): bigint => all.reduce((a, b) => a + b, 0n)

const roadsLocked = {
  name: 'stock.roads.lock',
  text: `
    select id from movement m where m.business_id = $1 and m.id in (
      select movement_id from movement_line l
      where l.business_id = $1 and l.item_id = any($2::uuid[]) and l.open_milli > 0)
    order by id for update`,
}

const roadLines = {
  name: 'stock.roads.lines',
  text: `
    select movement_id as "movementId", line, item_id as "itemId", piece_id as "pieceId", lot_id as "lotId",
      quantity_milli as quantity, open_milli as open, open_paise as "openValue"
    from movement_line where business_id = $1 and movement_id = any($2::uuid[]) and side = 'out' order by movement_id, line`,
}

const roadArrivals = {
  name: 'stock.roads.arrived',
  text: `
    select document_id as "movementId", item_id as "itemId", piece_id as "pieceId", lot_id is not null as "isLot",
      sum(quantity_milli)::bigint as quantity
    from stock_move
    where business_id = $1 and document_id = any($2::uuid[]) and kind = 'transfer' and quantity_milli > 0 group by 1, 2, 3, 4`,
}

const roadsBear = {
  name: 'stock.roads.bear',
  text: `
    update movement_line l set open_paise = l.open_paise + b.delta, value_paise = l.value_paise + b.delta
    from unnest($2::uuid[], $3::smallint[], $4::bigint[]) as b (movement_id, line, delta)
    where l.business_id = $1 and l.movement_id = b.movement_id and l.line = b.line`,
}
