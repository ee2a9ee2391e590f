import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { openingStockLines } from '../../../core/vouchers.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { accountsByRole, post } from '../../books/index.ts'
import { lockLevels, moveStock } from '../../stock/index.ts'
import { type LotFacts, lockLots } from '../lots.facts.ts'
import { moveLots } from '../lots.moves.ts'

/** What is written on a lot, none of it in the books. */
export interface LotWords {
  readonly name: string
  readonly barcode: string
  readonly counter: string
  readonly note: string
}

/** Throws NotFound, Refusal 'lots.refusal.barcodeTaken'. */
export async function changeLot(
  tx: Tx,
  businessId: string,
  { id, ...words }: LotWords & { id: string },
  actor: Actor,
): Promise<void> {
  const [before] = await named<LotWords>(tx, wordsLocked, [businessId, id])
  if (!before) throw new NotFound(`no lot ${id}`)
  const { name, barcode, counter, note } = words
  await together([
    named(tx, lotChanged, [businessId, id, name, barcode, counter, note]),
    audit(tx, businessId, actor, {
      action: 'lot.changed',
      entity: 'lot',
      entityId: id,
      before: { ...before },
      after: words,
    }),
  ]).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new Refusal('lots.refusal.barcodeTaken') : error
  })
}

/** Puts an empty lot away, or takes it up again; the same once more is nothing. Throws NotFound, Refusal 'lots.refusal.notEmpty'. */
export async function archiveLot(
  tx: Tx,
  businessId: string,
  { id, isArchived }: { id: string; isArchived: boolean },
  actor: Actor,
): Promise<LotFacts> {
  const lot = await lockLot(tx, businessId, id)
  if (lot.isArchived === isArchived) return lot
  const { gross, net, carat } = lot
  if (isArchived && (gross > 0n || net > 0n || carat > 0n))
    throw new Refusal('lots.refusal.notEmpty', { name: lot.name })
  await together([
    named(tx, lotArchived, [businessId, id, isArchived ? actor.at : null]),
    audit(tx, businessId, actor, {
      action: isArchived ? 'lot.archived' : 'lot.restored',
      entity: 'lot',
      entityId: id,
      after: { name: lot.name },
    }),
  ])
  return lot
}

export interface LotAddition {
  /** Of the form, and of its voucher. */
  readonly id: string
  readonly lotId: string
  readonly pieces: number
  readonly gross: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
  /** What the addition cost, above zero. */
  readonly value: Paise
  readonly onDate: IsoDate
  readonly note: string
}

/**
 * More of a lot that was there on the first day, at its cost and in the books against the opening difference: what is bought
 * comes by a receipt, what a count finds by an adjustment. The same again is once. Throws NotFound, Refusal
 * 'pieces.refusal.otherBody' (409), 'lots.refusal.archived', 'lots.refusal.oldMetal', 'errors.locked'.
 */
export async function addToLot(tx: Tx, businessId: string, addition: LotAddition, actor: Actor): Promise<LotFacts> {
  const { id, lotId, pieces, gross, net, fine, carat, value, onDate, note } = addition
  const lot = await lockLot(tx, businessId, lotId)
  const [there] = await named<Added>(tx, additionThere, [businessId, id])
  if (there && !isSame(there, addition)) throw new Refusal('pieces.refusal.otherBody', {}, 409)
  if (there) return lot
  if (lot.isArchived) throw new Refusal('lots.refusal.archived', { name: lot.name })
  if (lot.kind === 'old-metal') throw new Refusal('lots.refusal.oldMetal')
  const { itemId, branchId } = lot
  const lines = openingStockLines({ value, roles: await accountsByRole(tx, businessId) })
  const narration = note || lot.name
  // Metal counts its net grams; stones have none, and count what they weigh.
  const quantity = milli(lot.kind === 'stones' ? gross : net)
  const move = { itemId, branchId, lotId, lotPieces: pieces, quantity, value, gross, net, fine, carat }
  await lockLevels(tx, businessId, branchId, [itemId])
  await together([
    post(tx, businessId, { id, kind: 'opening', onDate, number: '', narration, lines }, actor),
    moveLots(tx, businessId, [{ lotId, sign: 1n, goes: { pieces, gross, net, fine, carat, value } }]),
    moveStock(
      tx,
      businessId,
      [move],
      { kind: 'opening', onDate, voucherId: id, note: narration, negative: 'refuse' },
      actor,
    ),
    audit(tx, businessId, actor, { action: 'lot.addedTo', entity: 'lot', entityId: lotId, after: { ...addition } }),
  ])
  return lot
}

async function lockLot(tx: Tx, businessId: string, id: string): Promise<LotFacts> {
  const [lot] = await lockLots(tx, businessId, [id])
  if (!lot) throw new Error('lockLots finds it or throws')
  return lot
}

type Added = Pick<LotAddition, 'lotId' | 'gross' | 'net' | 'fine' | 'carat' | 'value' | 'onDate'>

const isSame = (a: Added, b: Added): boolean =>
  a.lotId === b.lotId &&
  a.onDate === b.onDate &&
  (['gross', 'net', 'fine', 'carat', 'value'] as const).every((figure) => a[figure] === b[figure])

/** What is written on a lot. Throws NotFound. */
export async function findLotWords(tx: Tx, businessId: string, id: string): Promise<LotWords> {
  const [words] = await named<LotWords>(tx, wordsOf, [businessId, id])
  if (!words) throw new NotFound(`no lot ${id}`)
  return words
}

const wordsText = 'select name, barcode, counter, note from lot where business_id = $1 and id = $2'
const wordsOf = { name: 'lot.words', text: wordsText }
const wordsLocked = { name: 'lot.words.lock', text: `${wordsText} for no key update` }

const lotChanged = {
  name: 'lot.change',
  text: 'update lot set name = $3, barcode = $4, counter = $5, note = $6 where business_id = $1 and id = $2',
}

const lotArchived = {
  name: 'lot.archive',
  text: 'update lot set archived_at = $3 where business_id = $1 and id = $2',
}

const additionThere = {
  name: 'lot.addition.there',
  text: `
    select v.on_date as "onDate", m.lot_id as "lotId", m.gross_mg as gross, m.net_mg as net, m.fine_mg as fine, m.carat_mct as carat,
      m.value_paise as value
    from voucher v join stock_move m on m.business_id = v.business_id and m.voucher_id = v.id
    where v.business_id = $1 and v.id = $2`,
}
