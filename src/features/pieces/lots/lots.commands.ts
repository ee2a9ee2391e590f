import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { openingStockLines } from '../../../core/vouchers.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { accountsByRole, post } from '../../books/index.ts'
import { lockLevels, moveStock } from '../../stock/index.ts'

export interface NewLot {
  readonly id: string
  readonly itemId: string
  readonly branchId: string
  readonly kind: 'metal' | 'stones'
  readonly name: string
  readonly barcode: string
  readonly counter: string
  readonly note: string
  /** Parts per 10,000; nothing for stones. */
  readonly fineness: number
  readonly pieces: number
  readonly gross: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
  /** What all of it cost. */
  readonly value: Paise
  readonly onDate: IsoDate
}

/**
 * A lot that was there on the first day, by weight and at its cost, in the books against the opening difference. The same
 * again is once. Throws Refusal 'pieces.refusal.otherBody' (409), 'lots.refusal.barcodeTaken', 'errors.locked'.
 */
export async function createLot(tx: Tx, businessId: string, lot: NewLot, actor: Actor): Promise<void> {
  const hash = hashOf(lot)
  const [there] = await named<{ hash: string }>(tx, lotThere, [businessId, lot.id])
  if (there && there.hash !== hash) throw new Refusal('pieces.refusal.otherBody', {}, 409)
  if (there) return
  const lines = openingStockLines({ value: lot.value, roles: await accountsByRole(tx, businessId) })
  const voucherId = lines.length > 0 ? newId() : null
  const { onDate, name: note } = lot
  const opening = { id: voucherId ?? '', kind: 'opening', onDate, number: '', narration: note, lines } as const
  const { itemId, branchId, gross, net, fine, carat, value } = lot
  // Metal counts its net grams; stones have none, and count what they weigh.
  const quantity = milli(lot.kind === 'stones' ? gross : net)
  const move = { itemId, branchId, lotId: lot.id, lotPieces: lot.pieces, quantity, value, gross, net, fine, carat }
  await lockLevels(tx, businessId, branchId, [itemId])
  await together([
    named(tx, lotInsert, columnsOf(businessId, lot, hash, actor.at)),
    voucherId === null ? undefined : post(tx, businessId, opening, actor),
    moveStock(tx, businessId, [move], { kind: 'opening', onDate, voucherId, note, negative: 'refuse' }, actor),
    audit(tx, businessId, actor, { action: 'lot.opened', entity: 'lot', entityId: lot.id, after: { ...lot } }),
  ]).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new Refusal('lots.refusal.barcodeTaken') : error
  })
}

const columnsOf = (businessId: string, lot: NewLot, hash: string, at: Date): unknown[] => [
  ...[businessId, lot.id, lot.itemId, lot.branchId, lot.kind, lot.name, lot.barcode, lot.counter, lot.note],
  ...[lot.fineness, lot.pieces, lot.gross, lot.net, lot.fine, lot.carat, lot.value, hash, at],
]

function hashOf(lot: NewLot): string {
  const text = JSON.stringify(lot, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  return createHash('sha256').update(text).digest('hex')
}

const lotThere = {
  name: 'lot.there',
  text: 'select request_hash as hash from lot where business_id = $1 and id = $2',
}

const lotInsert = {
  name: 'lot.insert',
  text: `
    insert into lot (business_id, id, item_id, branch_id, kind, name, barcode, counter, note, fineness, pieces, gross_mg, net_mg,
      fine_mg, carat_mct, value_paise, request_hash, created_at, purity_id)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
      (select a.purity_id from article a where a.business_id = $1 and a.item_id = $3 and $5 <> 'stones')`,
}
