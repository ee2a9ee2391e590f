import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { type Paise, paise, zero } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { caratWeight, fineWeight, type Mg, mct, mg } from '../../src/core/weight.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { type Article, createItem, saveArticle } from '../../src/features/items/index.ts'
import { createLot, createPieces, type NewPiece, type NewStone } from '../../src/features/pieces/index.ts'
import { createTable } from '../../src/features/value-tables/index.ts'
import { instant } from './moments.ts'
import { type Kind, kinds, metalCost, tables } from './pieces-told.ts'
import { type Random, seededRandom } from './random.ts'

/**
 * What a jeweller has in his counters: value tables, articles, some 120 tagged pieces with stones and HUIDs, two lots of
 * metal and a packet of stones, by the commands of the screens. Among them is the necklace whose bill the trade's worked
 * example makes. The same at every run.
 */
export async function fillCounters(
  tx: Tx,
  businessId: string,
  { seed, branchId, today }: { seed: number; branchId: string; today: IsoDate },
  owner: Actor,
): Promise<void> {
  const random = seededRandom(seed + 7)
  const onDate = addDays(today, -24)
  const actor = { ...owner, at: instant(onDate, 640) }
  const purities = new Map<string, string>((await tx('purity').select('id', 'name')).map(({ id, name }) => [name, id]))
  const tableIds = new Map<string, string>()
  for (const [name, slabs] of Object.entries(tables)) {
    const id = newId()
    tableIds.set(name, id)
    await createTable(tx, businessId, { id, name, note: '', makingOnWastage: false, slabs }, actor)
  }
  const of = { tx, businessId, branchId, onDate, actor, purities, tableIds }
  for (const kind of kinds) await fillTray(of, kind, random)
  await weighLots(of)
}

interface Shelf {
  tx: Tx
  businessId: string
  branchId: string
  onDate: IsoDate
  actor: Actor
  purities: ReadonlyMap<string, string>
  tableIds: ReadonlyMap<string, string>
}

async function fillTray(of: Shelf, kind: Kind, random: Random): Promise<void> {
  const itemId = await anArticle(of, { ...kind, tracking: 'piece' })
  const pieces = Array.from({ length: kind.count }, (_, i) => aPiece(kind, i, random))
  if (kind.prefix === 'N') pieces.push({ ...necklace, id: newId() })
  const { tx, businessId, branchId, onDate, actor } = of
  await createPieces(tx, businessId, { itemId, branchId, onDate, pieces }, actor)
}

async function anArticle(
  { tx, businessId, actor, onDate, purities, tableIds }: Shelf,
  kind: Pick<Kind, 'name' | 'purity' | 'prefix' | 'category'> & {
    table?: string
    tracking: 'piece' | 'lot'
    hsn?: string
    gstClass?: string
  },
): Promise<string> {
  const id = newId()
  const purityId = purities.get(kind.purity)
  const gst = await tx('gst_class')
    .where({ business_id: businessId, name: kind.gstClass ?? 'Jewellery, coins, bullion' })
    .first('id')
  if (!purityId) throw new Error(`the shop has no purity ${kind.purity}`)
  const hsn =
    kind.hsn ??
    (kind.tracking === 'lot' ? (kind.purity === '925' ? '7106' : '7108') : kind.purity === '925' ? '711311' : '711319')
  await createItem(
    tx,
    businessId,
    {
      ...{
        id,
        kind: 'goods',
        name: kind.name,
        unit: 'GMS',
        hsn,
        gstClassId: gst.id,
        salePrice: zero,
        priceIncludesTax: false,
      },
      ...{ category: kind.category, shelf: '', tracksBatches: false },
      ...{ purchasePrice: zero, barcode: '', lowStock: milli(0n), notes: '', opening: { onDate, lines: [] } },
    },
    actor,
  )
  const article: Article = {
    purityId,
    tracking: kind.tracking,
    category: kind.category,
    design: '',
    tagPrefix: kind.prefix,
    basis: 'net',
    saleMode: 'weight',
    ownRate: null,
    valueTableId: tableIds.get(kind.table ?? '') ?? null,
  }
  await saveArticle(tx, businessId, { itemId: id, article }, actor)
  return id
}

const words = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

function aPiece(kind: Kind, i: number, random: Random): NewPiece {
  const gross = mg(BigInt(random.between(kind.grams[0] * 1000, kind.grams[1] * 1000)))
  const stones = random.chance(kind.stones) ? [someStones(kind, random)] : []
  const isGold = kind.purity !== '925'
  const huid = isGold ? Array.from({ length: 6 }, () => random.pick([...words])).join('') : ''
  return {
    ...plainPiece,
    id: newId(),
    tag: `${kind.prefix}-${(kind.prefix === 'N' ? 2214 : 1001) + i}`,
    // A few have not come back from the hallmarking centre yet.
    huid: i % 11 === 10 ? '' : huid,
    counter: kind.counter,
    size: random.pick(kind.sizes),
    gross,
    stones,
    hallmark: isGold ? paise(4_500n) : zero,
    cost: costOf(kind.purity, gross, stones, random),
  }
}

function someStones({ prefix }: Kind, random: Random): NewStone {
  const isRing = prefix === 'R'
  const rate = isRing ? random.between(28_000, 52_000) : random.between(900, 2_400)
  const carat = isRing ? random.between(100, 600) : random.between(800, 6_000)
  return {
    ...{
      kind: isRing ? 'Diamond' : random.pick(['Ruby', 'Emerald', 'Polki', 'Pearl']),
      shape: isRing ? 'Round' : 'Oval',
    },
    ...{ quality: isRing ? 'VS-GH' : '', pieces: random.between(1, 24), carat: mct(BigInt(carat)), basis: 'carat' },
    rate: paise(BigInt(rate) * 100n),
  }
}

function costOf(purity: string, gross: Mg, stones: readonly NewStone[], random: Random): Paise {
  const set = stones.reduce((sum, { carat, rate }) => sum + (carat * rate * 7n) / 10_000n, 0n)
  const metal = (gross * (metalCost[purity] ?? 0n)) / 1000n
  const labour = (metal * BigInt(random.between(3, 7))) / 100n
  return paise(((metal + labour + set) / 100n) * 100n)
}

export const plainPiece = {
  ...{ note: '', otherWeight: mg(0n), hallmark: zero, other: zero, otherWords: '', fixedPrice: null },
  ...{ making: null, wastage: null },
} as const

/** The necklace of the worked example. */
const necklace: Omit<NewPiece, 'id'> = {
  ...plainPiece,
  tag: 'N-2210',
  huid: 'AB4K7Q',
  counter: 'Counter 1',
  size: '18 in',
  gross: mg(25_480n),
  stones: [
    {
      kind: 'Ruby',
      shape: 'Oval',
      quality: '',
      pieces: 14,
      carat: mct(4_600n),
      basis: 'carat',
      rate: paise(1_800_00n),
    },
  ],
  cost: paise(2_94_300_00n),
  hallmark: paise(45_00n),
  making: { kind: 'per-gram', paise: paise(350_00n) },
  wastage: { kind: 'percent', bp: 800 },
}

async function weighLots(of: Shelf): Promise<void> {
  const { tx, businessId, branchId, onDate, actor } = of
  const bullion = await anArticle(of, {
    name: 'Bullion 24K',
    purity: '24K 999',
    prefix: '',
    category: 'Bullion',
    tracking: 'lot',
  })
  const beads = await anArticle(of, {
    name: 'Silver beads 925',
    purity: '925',
    prefix: '',
    category: 'Beads',
    tracking: 'lot',
  })
  const gems = await anArticle(of, {
    name: 'Loose rubies',
    purity: '22K 916',
    prefix: '',
    category: 'Loose stones',
    tracking: 'lot',
    hsn: '7103',
    gstClass: 'Rough and unset stones',
  })
  const metal = (itemId: string, name: string, barcode: string, gross: Mg, fineness: number, value: bigint) => ({
    ...{
      id: newId(),
      itemId,
      branchId,
      kind: 'metal' as const,
      name,
      barcode,
      counter: 'Vault',
      note: '',
      fineness,
      pieces: 0,
    },
    ...{ gross, net: gross, fine: fineWeight(gross, fineness), carat: mct(0n), value: paise(value), onDate },
  })
  const carat = mct(42_500n)
  const packet = {
    ...{
      id: newId(),
      itemId: gems,
      branchId,
      kind: 'stones' as const,
      name: 'Ruby packet, oval',
      barcode: 'S-0001',
      counter: 'Vault',
    },
    ...{
      note: '',
      fineness: 0,
      pieces: 118,
      gross: caratWeight(carat),
      net: mg(0n),
      fine: mg(0n),
      carat,
      value: paise(61_000_00n),
      onDate,
    },
  }
  for (const lot of [
    metal(bullion, 'Bullion, bag 1', 'L-0001', mg(120_000n), 9990, 15_12_000_00n),
    metal(beads, 'Silver beads, tray', 'L-0002', mg(860_000n), 9250, 1_21_000_00n),
    packet,
  ])
    await createLot(tx, businessId, lot, actor)
}
