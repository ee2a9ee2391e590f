import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import type { PostingLine } from '../../core/ledger.ts'
import { negate, type Paise, zero } from '../../core/money.ts'
import { type Milli, milli, times } from '../../core/quantity.ts'
import { issue, type NegativeStock, receive, type StockLevel, unitCost } from '../../core/stock.ts'
import { openingStockLines, stockAdjustmentLines } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { audit } from '../audit/index.ts'
import { moveBatchesOf, partByBatches } from '../batches/index.ts'
import { accountsByRole, post } from '../books/index.ts'
import { moveStock, type NewMove } from './stock.moves.ts'
import { levelOf, lockLevels } from './stock.queries.ts'

export interface OpeningStock {
  readonly itemId: string
  readonly branchId: string
  readonly quantity: Milli
  /** What all of it cost. */
  readonly value: Paise
  readonly onDate: IsoDate
}

/** Stock that was there on the first day, at what it cost; against the opening difference. Above zero. */
export async function openStock(tx: Tx, businessId: string, stock: OpeningStock, actor: Actor): Promise<void> {
  const { itemId, branchId, quantity, value } = stock
  const [{ negative }, roles] = await Promise.all([findItem(tx, businessId, itemId), accountsByRole(tx, businessId)])
  const level = levelOf(await lockLevels(tx, businessId, branchId, [itemId]), itemId)
  const { moved, correction } = receive(level, quantity, value)
  const lines = openingStockLines({ value, correction, roles })
  await record(
    tx,
    businessId,
    {
      ...{ ...stock, kind: 'opening', note: '', negative, lines },
      moves: [{ itemId, branchId, quantity, value: moved, correction }],
    },
    actor,
  )
}

export interface StockAdjustment {
  readonly itemId: string
  readonly branchId: string
  /** Found (above zero) or missed (below). */
  readonly quantity: Milli
  readonly reason: string
  readonly onDate: IsoDate
  /** Of which batch; otherwise the earliest expiry goes first, and what was found has none. */
  readonly batchId?: string
}

/** Stock found or missed at a count. What was found comes in at the average cost, or the purchase price when none is there. */
export async function adjustStock(tx: Tx, businessId: string, change: StockAdjustment, actor: Actor): Promise<void> {
  const { itemId, branchId, quantity, reason, onDate, batchId = null } = change
  const [item, roles] = await Promise.all([findItem(tx, businessId, itemId), accountsByRole(tx, businessId)])
  const levels = await lockLevels(tx, businessId, branchId, [itemId])
  const level = levelOf(levels, itemId)
  const { value, moved, correction } = quantity > 0n ? found(level, quantity, item) : missed(level, quantity, item)
  const lines = stockAdjustmentLines({ value, correction, roles })
  const { negative } = item
  const move = {
    itemId,
    branchId,
    quantity,
    value,
    onDate,
    kind: 'adjustment',
    note: reason,
    negative,
    lines,
  } as const
  const tracked = new Set(item.isBatched ? [itemId] : [])
  const whole = { itemId, branchId, quantity, value: moved, correction, batchId }
  const parts = await partByBatches(tx, businessId, { branchId, tracked, levels, on: () => onDate }, [whole])
  await record(tx, businessId, { ...move, moves: parts.flat() }, actor)
}

type Valued = { value: Paise; moved: Paise; correction: Paise }

function found(level: StockLevel, quantity: Milli, { lastCost }: ItemFacts): Valued {
  const value = times(unitCost(level) ?? lastCost, quantity)
  return { value, ...receive(level, quantity, value) }
}

function missed(level: StockLevel, quantity: Milli, { lastCost, negative }: ItemFacts): Valued {
  const { cost } = issue(level, milli(-quantity), { negative, lastCost: unitCost(level) ?? lastCost })
  return { value: negate(cost), moved: negate(cost), correction: zero }
}

interface Recorded extends OpeningStock {
  readonly kind: 'opening' | 'adjustment'
  readonly note: string
  readonly negative: NegativeStock
  readonly moves: readonly NewMove[]
  readonly lines: readonly PostingLine[]
}

/** Stock that is worth nothing moves without a voucher. */
async function record(tx: Tx, businessId: string, stock: Recorded, actor: Actor): Promise<void> {
  const { itemId, branchId, quantity, value, moves, kind, note, negative, onDate, lines } = stock
  const voucherId = lines.length > 0 ? newId() : null
  const voucher = {
    kind: kind === 'opening' ? 'opening' : 'stock-journal',
    onDate,
    number: '',
    narration: note,
    lines,
  } as const
  await together([
    voucherId === null ? undefined : post(tx, businessId, { id: voucherId, ...voucher }, actor),
    moveStock(tx, businessId, moves, { kind, onDate, voucherId, note, negative }, actor),
    moveBatchesOf(tx, businessId, moves),
    audit(tx, businessId, actor, {
      action: kind === 'opening' ? 'stock.opened' : 'stock.adjusted',
      entity: 'stock',
      entityId: itemId,
      after: { branch: branchId, quantity_milli: quantity, value_paise: value, reason: note, on_date: onDate },
    }),
  ])
}

interface ItemFacts {
  lastCost: Paise
  negative: NegativeStock
  /** Its pieces or lots come in and go out with their weights, never by a mere count. */
  isArticle: boolean
  isBatched: boolean
}

async function findItem(tx: Tx, businessId: string, itemId: string): Promise<ItemFacts> {
  const [item] = await named<ItemFacts>(tx, itemById, [businessId, itemId])
  if (!item) throw new NotFound(`no goods ${itemId}`)
  if (item.isArticle) throw new Refusal('articles.refusal.byWeight', {}, 409)
  return item
}

const itemById = {
  name: 'stock.item.find',
  text: `
    select i.purchase_price_paise as "lastCost", b.negative_stock as negative,
      i.tracks_batches as "isBatched", exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id) as "isArticle"
    from item i join business b on b.id = i.business_id
    where i.business_id = $1 and i.id = $2 and i.kind = 'goods'`,
}
