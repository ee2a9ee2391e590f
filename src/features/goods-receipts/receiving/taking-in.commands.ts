import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import type { DecidedReceiptLine, ReceiptDecision } from '../../../core/goods-receipt-facts.ts'
import type { NegativeStock } from '../../../core/stock.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { moveBatches } from '../../batches/index.ts'
import { type LotMove, lockLots, moveLots, type WrittenPiece, writePieces } from '../../pieces/index.ts'
import { moveStock, type NewMove } from '../../stock/index.ts'
import type { GoodsReceiptRequest } from './receiving.request.ts'
import { insertReceiptPieces } from './receiving.rows.ts'

interface Place {
  readonly request: GoodsReceiptRequest
  readonly branchId: string
}

/** Locks the lots to which something is added. Throws Refusal 409 for one of another article or branch, NotFound. */
export async function lockReceivedLots(tx: Tx, businessId: string, { request, branchId }: Place): Promise<void> {
  const asked = request.lines.flatMap(({ lot, itemId }) => (lot ? [{ ...lot, itemId }] : []))
  const there = await lockLots(
    tx,
    businessId,
    asked.filter(({ name }) => name === '').map(({ id }) => id),
  )
  for (const lot of there) {
    const line = asked.find(({ id }) => id === lot.id)
    if (lot.itemId !== line?.itemId || lot.branchId !== branchId || lot.isArchived)
      throw new Refusal('goodsReceipts.refusal.otherLot', { lot: lot.name }, 409)
  }
}

interface Inward extends Place {
  readonly decision: ReceiptDecision
  readonly batchIds: readonly (string | null)[]
  readonly pieces: readonly (readonly WrittenPiece[])[]
  readonly voucherId: string | null
  readonly hash: string
  readonly negative: NegativeStock
  readonly onTaken?: ((pieces: number) => void) | undefined
}

/** So many pieces go with one statement: none takes long, and of a long list is told how far it is. */
const atOnce = 500

/** The lots that are made by a receipt, still empty: the paper names them. */
export async function makeLots(tx: Tx, businessId: string, { request, branchId }: Place, actor: Actor): Promise<void> {
  for (const { itemId, lot } of request.lines) {
    if (!lot || lot.name === '') continue
    const kind = lot.net > 0n ? 'metal' : 'stones'
    await named(tx, lotInsert, [businessId, lot.id, itemId, branchId, kind, lot.name, request.id, actor.at])
  }
}

/** The goods on the shelf: pieces, lots, batches and the stock. The paper that they name, and the voucher, come before. */
export async function takeIn(tx: Tx, businessId: string, inward: Inward, actor: Actor): Promise<void> {
  const { request, decision, batchIds, voucherId, negative, branchId } = inward
  const { onDate, id: documentId, partyId: supplierId, theirNumber: note } = request
  const pieces = inward.pieces.flat()
  const happening = { kind: 'purchase', onDate, documentId, voucherId, note, negative } as const
  for (let from = 0; from < pieces.length; from += atOnce) {
    const some = pieces.slice(from, from + atOnce)
    const written = { pieces: some, onDate, hash: inward.hash, supplierId, documentId }
    const tagged = await writePieces(tx, businessId, written, actor)
    await moveStock(tx, businessId, tagged, happening, actor)
    inward.onTaken?.(some.length)
  }
  await insertReceiptPieces(tx, businessId, { documentId, pieces: inward.pieces })
  const plain = decision.lines.flatMap((line, i): NewMove[] => {
    const { item, accepted, moved, correction, asked } = line
    if (item.tracking === 'piece' || accepted === 0n) return []
    const of = { itemId: item.id, branchId, quantity: accepted, value: moved, correction }
    if (!asked.lot) return [{ ...of, batchId: batchIds[i] ?? null }]
    const { gross, net, fine, carat } = line
    return [{ ...of, lotId: asked.lot.id, lotPieces: asked.lot.pieces, gross, net, fine, carat }]
  })
  const batches = plain.flatMap(({ batchId, itemId, quantity }) =>
    batchId ? [{ batchId, itemId, branchId, quantity }] : [],
  )
  await together([
    moveStock(tx, businessId, plain, happening, actor),
    moveLots(tx, businessId, decision.lines.flatMap(lotMove)),
    moveBatches(tx, businessId, batches),
  ])
}

function lotMove({ asked: { lot }, accepted, gross, net, fine, carat, moved }: DecidedReceiptLine): LotMove[] {
  if (!lot || accepted === 0n) return []
  return [{ lotId: lot.id, sign: 1n, goes: { pieces: lot.pieces, gross, net, fine, carat, value: moved } }]
}

const lotInsert = {
  name: 'goods_receipts.lot.insert',
  text: `
    insert into lot (business_id, id, item_id, branch_id, kind, name, request_hash, created_at, purity_id)
    select $1, $2, $3, $4, $5, $6, $7, $8,
      (select a.purity_id from article a where a.business_id = $1 and a.item_id = $3 and $5 <> 'stones')
    on conflict (business_id, id) do nothing`,
}
