import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import { isCounted, outcomeOf } from '../../../core/stock-count.ts'
import { type Mg, noWeight } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { type CountRow, listPersons, shareCount } from '../counts.queries.ts'
import { mayScan } from '../counts.rules.ts'
import { findItemScanned, findLotScanned, findScanned, type ScanRow, scanColumns } from './scanning.queries.ts'
import { type AppendedScan, addToTally, appendScan, endScans, lockThing } from './scanning.rows.ts'

export interface Scan {
  /** From the form: the same scan sent twice counts once. */
  readonly id: string
  readonly countId: string
  readonly code: string
  /** The counter or shelf at which the person stands; empty where that was not said. */
  readonly place: string
  /** Of an item: what lies on this shelf. One more, where it was not typed. */
  readonly quantity?: Milli | undefined
  /** Of a lot, gross. */
  readonly weight?: Mg | undefined
}

export interface Scanned {
  readonly scan: ScanRow
  /** Whose scan counted it before this one; the scan that is shown is the first then. */
  readonly isRepeat: boolean
}

/**
 * Notes one scan. Many do this at once: each adds a row of its own, and of two who scan the same piece the first counts. Throws
 * Refusal 'counts.refusal.notOpen' (409), 'counts.refusal.notYours' (403), and 'counts.refusal.noItem', '.article', '.noLot',
 * '.weight' where a code is none or a weight is wanted; NotFound.
 */
export async function noteScan(tx: Tx, businessId: string, scan: Scan, actor: Actor): Promise<Scanned> {
  const { userId } = actor
  if (userId === null) throw new Error('a scan is of a person')
  const [count, persons] = await together([
    shareCount(tx, businessId, scan.countId),
    listPersons(tx, businessId, scan.countId),
  ])
  if (count.state !== 'open') throw new Refusal('counts.refusal.notOpen', { number: count.number }, 409)
  if (!mayScan(userId, persons)) throw new Refusal('counts.refusal.notYours', { number: count.number }, 403)
  switch (count.kind) {
    case 'pieces':
      return scanPiece(tx, businessId, count, scan, { ...actor, userId })
    case 'items':
      return scanItem(tx, businessId, count, scan, { ...actor, userId })
    case 'lots':
      return weighLot(tx, businessId, count, scan, { ...actor, userId })
  }
}

type By = Actor & { userId: string }

async function scanPiece(tx: Tx, businessId: string, count: CountRow, scan: Scan, actor: By): Promise<Scanned> {
  const code = scan.code.trim().toUpperCase()
  const piece = await findScanned(tx, businessId, { countId: count.id, code })
  const place = count.scope === 'counter' ? count.scopeText : scan.place
  const scope = { scope: count.scope, text: count.scopeText, id: count.scopeId }
  const outcome = outcomeOf(piece, { ...scope, branchId: count.branchId, place })
  const isElsewhere = piece !== undefined && piece.branchId !== count.branchId
  const row: AppendedScan = {
    ...{ id: scan.id, countId: count.id, thingId: piece?.id ?? null, code: piece?.tag ?? code, outcome },
    ...{ isExpected: piece?.isExpected ?? false, isSingle: true, place },
    bookPlace: isElsewhere ? piece.branchName : (piece?.counter ?? ''),
    words: piece ? `${piece.itemName} · ${piece.purity}` : '',
    // When it was sold or sent, and by which paper: what the person at the counter is told.
    note: piece && !isCounted(outcome) ? (piece.documentNumber ?? '') : '',
    ...{
      quantity: milli(1000n),
      weight: piece?.net ?? noWeight,
      bookMilli: milli(1000n),
      bookMg: piece?.net ?? noWeight,
    },
    eventAt: isCounted(outcome) ? null : (piece?.eventAt ?? null),
  }
  const added = await appendScan(tx, businessId, row, actor)
  if (added) {
    const counted = row.isExpected && isCounted(outcome)
    const tally = { counted: counted ? 1 : 0, strange: counted && outcome !== 'moved' ? 0 : 1 }
    await addToTally(tx, businessId, { countId: count.id, place: row.bookPlace, ...tally }, actor)
    return { scan: added, isRepeat: false }
  }
  return { scan: await scanBefore(tx, businessId, row), isRepeat: await isOther(tx, businessId, row) }
}

/** One more of an item, or all that lies on a shelf: what was typed takes the place of what was counted there before. */
async function scanItem(tx: Tx, businessId: string, count: CountRow, scan: Scan, actor: By): Promise<Scanned> {
  const code = scan.code.trim()
  const at = { countId: count.id, code, branchId: count.branchId }
  const known = await findItemScanned(tx, businessId, at)
  if (!known) throw new Refusal('counts.refusal.noItem', { code })
  if (known.isArticle) throw new Refusal('counts.refusal.article', { name: known.name })
  const isSet = scan.quantity !== undefined
  // The book is read again under the lock: another may have counted this shelf meanwhile, and sales go on.
  if (isSet) await lockThing(tx, businessId, count.id, known.id)
  const item = isSet ? ((await findItemScanned(tx, businessId, at)) ?? known) : known
  const isIn = item.isExpected || isItemInScope(count, item)
  const row: AppendedScan = {
    ...{ id: scan.id, countId: count.id, thingId: item.id, code: item.name, outcome: isIn ? 'quantity' : 'extra' },
    ...{ isExpected: item.isExpected, isSingle: false, place: scan.place || placeOf(count), bookPlace: item.shelf },
    ...{ words: item.unit, note: '', quantity: scan.quantity ?? milli(1000n), weight: noWeight },
    ...{ bookMilli: item.book, bookMg: noWeight, eventAt: null },
  }
  const [before] = await named<ScanRow>(tx, scanById, [businessId, row.id])
  if (before) return { scan: before, isRepeat: false }
  if (isSet) {
    const why = { why: 'replaced', at: actor.at, byName: actor.name } as const
    await endScans(tx, businessId, { countId: count.id, thingId: item.id, place: row.place }, why)
  }
  const added = await appendScan(tx, businessId, row, actor)
  if (!added) return { scan: await scanBefore(tx, businessId, row), isRepeat: false }
  const tally = { counted: isIn ? 1 : 0, strange: isIn ? 0 : 1 }
  await addToTally(tx, businessId, { countId: count.id, place: row.bookPlace, ...tally }, actor)
  return { scan: added, isRepeat: false }
}

/** A lot lies in one packet: weighed again, the last weighing counts and the first stays to be seen. */
async function weighLot(tx: Tx, businessId: string, count: CountRow, scan: Scan, actor: By): Promise<Scanned> {
  const code = scan.code.trim()
  const at = { countId: count.id, code, branchId: count.branchId }
  const known = await findLotScanned(tx, businessId, at)
  if (!known) throw new Refusal('counts.refusal.noLot', { code })
  if (scan.weight === undefined)
    throw new Refusal(known.kind === 'stones' ? 'counts.refusal.carats' : 'counts.refusal.weight', { name: known.name })
  await lockThing(tx, businessId, count.id, known.id)
  const lot = (await findLotScanned(tx, businessId, at)) ?? known
  const isHere = lot.branchId === count.branchId
  const isIn = isHere && (lot.isExpected || count.scope === 'all')
  const row: AppendedScan = {
    ...{ id: scan.id, countId: count.id, thingId: lot.id, code: lot.name },
    outcome: isIn ? 'weight' : isHere ? 'extra' : 'other-branch',
    ...{ isExpected: lot.isExpected, isSingle: true, place: scan.place || placeOf(count) },
    bookPlace: isHere ? lot.counter : lot.branchName,
    ...{ words: lot.kind, note: '', quantity: milli(0n), weight: scan.weight, bookMilli: milli(0n), bookMg: lot.gross },
    eventAt: null,
  }
  const [before] = await named<ScanRow>(tx, scanById, [businessId, row.id])
  if (before) return { scan: before, isRepeat: false }
  const why = { why: 'replaced', at: actor.at, byName: actor.name } as const
  await endScans(tx, businessId, { countId: count.id, thingId: lot.id }, why)
  const added = await appendScan(tx, businessId, row, actor)
  if (!added) return { scan: await scanBefore(tx, businessId, row), isRepeat: false }
  const tally = { counted: isIn ? 1 : 0, strange: isIn ? 0 : 1 }
  await addToTally(tx, businessId, { countId: count.id, place: row.bookPlace, ...tally }, actor)
  return { scan: added, isRepeat: false }
}

/** Takes back a scan: one's own, or anyone's where `mayAll`. Taken back twice is once. */
export async function undoScan(
  tx: Tx,
  businessId: string,
  { countId, scanId, mayAll }: { countId: string; scanId: string; mayAll: boolean },
  actor: Actor,
): Promise<void> {
  const count = await shareCount(tx, businessId, countId)
  if (count.state !== 'open') throw new Refusal('counts.refusal.notOpen', { number: count.number }, 409)
  await endScans(
    tx,
    businessId,
    { countId, scanId, byUser: mayAll ? null : actor.userId },
    {
      why: 'undone',
      at: actor.at,
      byName: actor.name,
    },
  )
}

const isItemInScope = ({ scope, scopeText }: CountRow, item: { shelf: string; category: string }): boolean =>
  scope === 'all' ||
  (scope === 'counter' && item.shelf === scopeText) ||
  (scope === 'category' && item.category === scopeText)

const placeOf = ({ scope, scopeText }: CountRow): string => (scope === 'counter' ? scopeText : '')

/** The scan that stands: this one, sent before, or the one that counted the piece first. */
async function scanBefore(tx: Tx, businessId: string, { id, countId, thingId, code }: AppendedScan): Promise<ScanRow> {
  const [row] = await named<ScanRow>(tx, scanStanding, [businessId, countId, thingId, code, id])
  if (!row) throw new Refusal('counts.refusal.again', {}, 409)
  if (row.id === id && (row.thingId !== thingId || row.code !== code))
    throw new Refusal('sales.refusal.otherBody', {}, 409)
  return row
}

async function isOther(tx: Tx, businessId: string, { id }: AppendedScan): Promise<boolean> {
  const [row] = await named<{ id: string }>(tx, scanById, [businessId, id])
  return row === undefined
}

const scanById = {
  name: 'stock_count.scan.find',
  text: `select ${scanColumns} from stock_count_scan s where s.business_id = $1 and s.id = $2`,
}

const scanStanding = {
  name: 'stock_count.scan.standing',
  text: `
    select ${scanColumns} from (select * from stock_count_scan where business_id = $1 and id = $5
      union all select * from stock_count_scan where business_id = $1 and count_id = $2 and ended_at is null
        and (thing_id = $3::uuid or ($3::uuid is null and thing_id is null and code = $4))) s
    order by s.id = $5 desc limit 1`,
}
