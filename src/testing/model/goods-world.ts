import { paise } from '../../core/money.ts'
import type { PieceState } from '../../core/piece-sale.ts'
import { milli } from '../../core/quantity.ts'
import { accountOf } from '../../core/vouchers.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { accountsByRole } from '../../features/books/index.ts'
import { openBranch } from '../../features/businesses/branches/branches.commands.ts'
import { setAdjustmentLimit } from '../../features/movements/adjusting/limit.commands.ts'
import { saveKit } from '../../features/movements/kits/kits.commands.ts'
import { saveLevels } from '../../features/reordering/index.ts'
import { openStock } from '../../features/stock/index.ts'
import type { CastKit } from '../cast.ts'
import { rs } from '../goods-shop.ts'
import { aBilledShop } from '../supplier-bills.ts'
import type { GoodsSetting, GoodsStep } from './goods-steps.ts'
import { type JewelModel, type Jewels, type ModelLot, type ModelPiece, newJewels, openJewels } from './jewel-world.ts'
import type { NotedBooks } from './world.ts'

/** What the shelves, the roads and the books must come to: whole pieces, and rupees in paise. */
export interface GoodsModel {
  /** By item (rice, medicine, lid, box) and branch. */
  levels: bigint[][]
  /** Of the medicine, by batch and branch. */
  batches: bigint[][]
  cash: bigint
  /** Below zero what the supplier gets. */
  supplier: bigint
  /** Of receipts that no bill asked for yet, below zero. */
  goodsReceived: bigint
  landed: bigint
  lock: string | null
  orders: ModelOrder[]
  receipts: ModelReceipt[]
  bills: ModelBill[]
  sent: ModelSentBack[]
  sales: ModelSale[]
  transfers: ModelTransfer[]
  waiting: ModelWaiting[]
  counts: ModelCount[]
  jewels: JewelModel
  /** Something was paid: from then on a bill may be settled and stay. */
  hasPaid: boolean
}

export interface ModelOrder {
  id: string
  item: number
  price: bigint
  ordered: bigint
  received: bigint
  isEnded: boolean
}
/** A line of a receipt; those of one receipt share what they are of. */
export interface ModelReceipt {
  /** Or the bill with which the goods came, whose receipt makes its own id. */
  of: { id: string } | { billId: string }
  /** From 1. */
  line: number
  onDate: string
  order: ModelOrder | undefined
  item: number
  branch: number
  batch: number
  price: bigint
  /** Of a lot grams, as all that follows. */
  accepted: bigint
  billed: bigint
  returned: bigint
  /** Of what was returned, how much no bill had asked for. */
  unbilled: bigint
  landed: bigint
  /** Of necklaces, and of beads. */
  tagged: ModelPiece[]
  lot: ModelLot | undefined
  isCancelled: boolean
}
export interface BilledLine {
  receipt: ModelReceipt
  pieces: bigint
  /** Rupees for one. */
  price: bigint
  /** Sent back of it. */
  back: bigint
}
export interface ModelBill {
  id: string
  onDate: string
  lines: BilledLine[]
  owed: bigint
  /** What of it stands on landed cost. */
  landed: bigint
  isCancelled: boolean
}
export interface SentLine {
  receipt: ModelReceipt
  billed: BilledLine | undefined
  pieces: bigint
  tagged: ModelPiece[]
}
export interface ModelSentBack {
  id: string
  lines: SentLine[]
  credit: bigint
  isCancelled: boolean
}
export interface SoldLine {
  of: { kind: 'goods'; item: number } | { kind: 'piece'; piece: ModelPiece } | { kind: 'lot'; lot: ModelLot }
  /** Of a lot grams. */
  pieces: bigint
  /** What is out of each batch. */
  from: bigint[]
  back: bigint
}
export interface ModelSale {
  id: string
  branch: number
  onDate: string
  lines: SoldLine[]
  total: bigint
  isWalkIn: boolean
  notes: ModelNote[]
  isCancelled: boolean
}
/** Goods that a buyer brought back. */
export interface ModelNote {
  id: string
  line: SoldLine
  pieces: bigint
  from: bigint[]
  condition: 'stock' | 'scrap' | 'old-metal'
  /** Of old metal. */
  lot: ModelLot | undefined
  total: bigint
  isCancelled: boolean
}
export interface ModelTransfer {
  id: string
  from: number
  to: number
  lines: TransferLine[]
  state: 'in-transit' | 'differs' | 'over'
}
export interface TransferLine {
  of: { kind: 'goods'; item: number } | { kind: 'piece'; piece: ModelPiece } | { kind: 'lot'; lot: ModelLot }
  /** Still on the road; of a lot grams. */
  open: bigint
  /** Of a medicine: out of which batches that is. */
  from: bigint[]
}
export interface ModelWaiting {
  id: string
  item: number
  branch: number
  pieces: bigint
  isOver: boolean
}
export interface ModelCount {
  id: string
  branch: number
  kind: 'items' | 'pieces' | 'lots'
  /** What was counted of an item, and what the book had then. */
  scans: Map<number, { counted: bigint; book: bigint }>
  /** Pieces that lay there when it began. */
  expected: ModelPiece[]
  /** Where the book had a piece when it was scanned. */
  found: Map<ModelPiece, PieceState | 'elsewhere'>
  /** What a lot weighed more than the book said. */
  weighed: Map<ModelLot, bigint>
  isOver: boolean
}

export type GoodsShop = Awaited<ReturnType<typeof aBilledShop>>
export interface OpenedShop {
  shop: GoodsShop
  setting: GoodsSetting
  /** Rice, medicine, lid, box. */
  items: readonly string[]
  branches: readonly string[]
  jewels: Jewels
  accounts: { cash: string; goodsReceived: string; landed: string }
}
export interface GoodsWorld extends OpenedShop {
  kit: CastKit & { db: Db }
  /** What was done and refused in all runs, and what for. */
  tally: Tally
  /** What was done, and what was refused. */
  story: string[]
  /** The books after each step, of which hledger was not asked yet. */
  books: NotedBooks[]
  /** How much stood in the database after the last step. */
  last: string
}
export interface Tally {
  runs: number
  done: number
  refused: number
  deeds: Map<string, { done: number; refused: number }>
}

export const itemNames = ['Rice', 'Medicine', 'Lid', 'Box'] as const
/** Where the box stands among the items; a box is two of rice and a lid. */
export const box = 3
/** Beside the items: articles of jewellery. */
export const necklace = 4
export const beads = 5
export const batchNumbers = [
  { number: 'B1', expiresOn: '2027-01-31' },
  { number: 'B2', expiresOn: '2027-06-30' },
] as const
export const whole = (pieces: bigint) => milli(pieces * 1000n)
export const rupees = (amount: number) => paise(BigInt(amount) * 100n)
export const at = <Row>(rows: readonly Row[], index: number): Row => {
  const row = rows[index]
  if (row === undefined) throw new Error(`nothing at ${index}`)
  return row
}

/** A shop of two branches with twenty of rice and ten lids in the first, which buys of Shakti Traders: one for all runs of a setting. */
export async function openGoodsShop(kit: GoodsWorld['kit'], setting: GoodsSetting): Promise<OpenedShop> {
  const shop = await aBilledShop(kit, { items: 4, negative: setting.negative })
  const { itemIds: items, branchId, actor } = shop
  const second = newId()
  const { accounts, jewels } = await inBusiness(kit.db, shop.id, async (tx) => {
    await tx('business').update({ valuation: setting.method })
    const godown = { id: second, name: 'Godown', code: 'G2', state: '24', address: '', phone: '' }
    await openBranch(tx, shop.id, godown, actor, 'Asia/Kolkata')
    for (const [i, name] of itemNames.entries())
      await tx('item')
        .where({ id: at(items, i) })
        .update({ name })
    const stock = { branchId, onDate: '2026-10-01' }
    const rice = { ...stock, itemId: at(items, 0), quantity: whole(20n), value: rs('1001') }
    await openStock(tx, shop.id, rice, actor)
    await openStock(tx, shop.id, { ...stock, itemId: at(items, 2), quantity: whole(10n), value: rs('333') }, actor)
    const part = (item: number, quantity: bigint) => ({
      itemId: at(items, item),
      quantity: whole(quantity),
      shareBp: 0,
    })
    await saveKit(tx, shop.id, { itemId: at(items, box), note: '', parts: [part(0, 2n), part(2, 1n)] }, actor)
    await setAdjustmentLimit(tx, shop.id, rs('250'), actor)
    // So much is wanted that all that comes and goes says how much more to order.
    const levels = items.map((itemId) => ({
      itemId,
      min: whole(1000n),
      max: whole(2000n),
      leadDays: 7,
      supplierId: null,
    }))
    for (const place of [branchId, second]) await saveLevels(tx, shop.id, { branchId: place, levels }, actor)
    const roles = await accountsByRole(tx, shop.id)
    const of = (role: Parameters<typeof accountOf>[1]) => accountOf(roles, role)
    const accounts = { cash: of('cash'), goodsReceived: of('goods-received'), landed: of('landed-cost') }
    return { accounts, jewels: await openJewels(tx, shop.id, actor) }
  })
  return { shop, setting, items, branches: [branchId, second], accounts, jewels }
}

/** What the model says of such a shop before anything was done. */
export const newGoodsModel = (): GoodsModel => ({
  levels: [
    [20n, 0n],
    [0n, 0n],
    [10n, 0n],
    [0n, 0n],
  ],
  batches: [
    [0n, 0n],
    [0n, 0n],
  ],
  ...{ cash: 0n, supplier: 0n, goodsReceived: 0n, landed: 0n, lock: null },
  ...{ orders: [], receipts: [], bills: [], sent: [], sales: [], transfers: [], waiting: [], counts: [] },
  jewels: newJewels(),
  hasPaid: false,
})

/** Goods come (above zero) or go at a branch. */
export function move(model: GoodsModel, item: number, branch: number, pieces: bigint): void {
  const levels = at(model.levels, item)
  levels[branch] = at(levels, branch) + pieces
}

export function moveBatch(model: GoodsModel, batch: number, branch: number, pieces: bigint): void {
  const levels = at(model.batches, batch)
  levels[branch] = at(levels, branch) + pieces
}

export const levelIn = (model: GoodsModel, item: number, branch: number): bigint => at(at(model.levels, item), branch)
export const pick = <Row>(rows: readonly Row[], { chosen }: Pick<GoodsStep, 'chosen'>): Row | undefined =>
  rows[chosen % rows.length]
export const isLocked = ({ lock }: GoodsModel, onDate: string): boolean => lock !== null && onDate <= lock
