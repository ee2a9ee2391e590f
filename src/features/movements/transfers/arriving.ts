import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { type Goods, subtractGoods } from '../../../core/goods.ts'
import { negate, sum } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { partByRoad } from '../../batches/index.ts'
import { lockLots, lockPieces, movePieces } from '../../pieces/index.ts'
import { lockLevels } from '../../stock/index.ts'
import { changeLots, lotAt, receiveItems, stockMove, writeMoves } from '../goods/goods.moving.ts'
import type { MovementHead, MovementLine } from '../movements.types.ts'
import { postStock } from '../movements.writes.ts'

export interface Arriving {
  readonly line: MovementLine
  /** What of the line comes in: all that is open of it, or a part. */
  readonly goods: Goods
  readonly outcome?: string
  readonly note?: string
}

/** What is in transit comes into a branch: pieces, lots and items at the cost they left at. Gives the voucher, if any. */
export async function arrive(
  tx: Tx,
  businessId: string,
  {
    head,
    branchId,
    parts,
    onDate,
  }: { head: MovementHead; branchId: string; parts: readonly Arriving[]; onDate: IsoDate },
  actor: Actor,
): Promise<string | null> {
  if (parts.length === 0) return null
  const pieces = await lockPieces(
    tx,
    businessId,
    parts.flatMap(({ line }) => line.pieceId ?? []),
  )
  const ofLots = parts.filter(({ line }) => line.lotId !== null)
  const ofItems = parts.filter(({ line }) => line.lotId === null && line.pieceId === null)
  const lots = await lockLots(
    tx,
    businessId,
    ofLots.flatMap(({ line }) => line.lotId ?? []),
  )
  const items = [...new Set(parts.map(({ line }) => line.itemId))]
  const levels = await lockLevels(tx, businessId, branchId, items)
  const into = { from: ['in-transit'], to: 'in-stock', kind: 'arrived', eventDocumentId: head.id, branchId } as const
  const here = branchId === head.branchId ? {} : { counter: '' }
  const moves = await movePieces(tx, businessId, pieces, { ...into, ...here, onDate }, actor)
  const lotMoves = []
  for (const { line, goods } of ofLots) {
    const lot = lots.find(({ id }) => id === line.lotId)
    if (!lot) throw new Error(`no lot ${line.lotId}`)
    lotMoves.push({ itemId: line.itemId, branchId, lotId: await lotAt(tx, businessId, lot, branchId, actor), goods })
  }
  const received = receiveItems(
    levels,
    ofItems.map(({ line, goods }) => ({ itemId: line.itemId, goods })),
  )
  const value = sum(parts.map(({ goods }) => goods.value))
  const correction = sum(received.map((one) => one.correction))
  const amounts = [
    ['stock', value],
    ['stock', negate(correction)],
    ['cost-of-goods', correction],
    ['stock-in-transit', negate(value)],
  ] as const
  const narration = head.number ?? ''
  const voucherId = await postStock(tx, businessId, { documentId: head.id, onDate, narration, amounts }, actor)
  const itemMoves = ofItems.map(({ line, goods }, i) => ({
    ...{ itemId: line.itemId, branchId, lotId: null, batchId: line.batchId, goods },
    ...(received[i] ?? { moved: goods.value }),
  }))
  const ins = itemMoves.map((move) => stockMove(move, 1n))
  const parted = ins.length > 0 ? await partByRoad(tx, businessId, head.id, ins) : []
  await together([
    changeLots(
      tx,
      businessId,
      lotMoves.map(({ lotId, goods }) => ({ lotId, goods, sign: 1n })),
    ),
    writeMoves(
      tx,
      businessId,
      [...moves, ...lotMoves.map((move) => stockMove(move, 1n)), ...parted],
      { kind: 'transfer', onDate, documentId: head.id, voucherId, note: narration },
      actor,
    ),
    closeLines(tx, businessId, head.id, parts),
  ])
  return voucherId
}

/** Takes off the road what came in, or what is given up, of each line. */
export async function closeLines(
  tx: Tx,
  businessId: string,
  movementId: string,
  parts: readonly Arriving[],
): Promise<void> {
  const left = parts.map(({ line, goods }) => subtractGoods(line.open, goods))
  await named(tx, linesClose, [
    ...[businessId, movementId, parts.map(({ line }) => line.line), left.map(({ quantity }) => quantity)],
    ...[left.map(({ pieces }) => pieces), left.map(({ gross }) => gross), left.map(({ net }) => net)],
    ...[left.map(({ fine }) => fine), left.map(({ carat }) => carat), left.map(({ value }) => value)],
    ...[parts.map(({ outcome = '' }) => outcome), parts.map(({ note = '' }) => note)],
  ])
}

const linesClose = {
  name: 'movements.lines.close',
  text: `
    update movement_line l set open_milli = c.milli, open_pieces = c.pieces, open_gross_mg = c.gross, open_net_mg = c.net,
      open_fine_mg = c.fine, open_carat_mct = c.carat, open_paise = c.value, outcome = c.outcome, outcome_note = c.note
    from unnest($3::smallint[], $4::bigint[], $5::int[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[],
      $11::text[], $12::text[]) as c (line, milli, pieces, gross, net, fine, carat, value, outcome, note)
    where l.business_id = $1 and l.movement_id = $2 and l.line = c.line`,
}
