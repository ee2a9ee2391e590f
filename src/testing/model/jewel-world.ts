import type { Actor } from '../../core/actor.ts'
import { paise } from '../../core/money.ts'
import type { PieceState } from '../../core/piece-sale.ts'
import { milli } from '../../core/quantity.ts'
import { mct, mg } from '../../core/weight.ts'
import { fieldVault, type Vault } from '../../db/fields.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import type { NewPiece } from '../../features/pieces/index.ts'
import { rs } from '../goods-shop.ts'
import { aPurity } from '../jewel-shop.ts'

/** Weights are whole grams, so that the fine part of them is whole milligrams and the model stays simple. */
export interface JewelModel {
  pieces: ModelPiece[]
  lots: ModelLot[]
  /** Above zero what Kirti owes. */
  customer: bigint
  challans: ModelHolding[]
  bookings: ModelHolding[]
  assays: ModelHolding[]
  /** Purchases of old gold that came without a bill. */
  bought: { id: string; lot: ModelLot; paid: bigint; whole: bigint; isCancelled: boolean }[]
}

export interface ModelPiece {
  id: string
  tag: string
  branch: number
  /** Net; a gram of lac and, where it has a stone, a carat come to its gross. */
  grams: bigint
  hasStone: boolean
  state: PieceState
  heldBy: string | null
  /** It has its HUID. */
  isMarked: boolean
}
export interface ModelLot {
  id: string
  metal: Metal
  branch: number
  net: bigint
  /** Of a necklace that came back as old gold: lac and stone, which stay in it as long as it lies here whole. */
  more?: { gross: bigint; carat: bigint }
}
/** A piece that is out on approval, at the hallmark, or kept for an order. */
export interface ModelHolding {
  id: string
  piece: ModelPiece
  isOver: boolean
}

export type Metal = 'gold' | 'silver'
const finenessOf: Readonly<Record<Metal, bigint>> = { gold: 9160n, silver: 9250n }
const purityNames: Readonly<Record<Metal, string>> = { gold: '22K 916', silver: '925' }

export interface Jewels {
  necklaceId: string
  beadsId: string
  purities: Readonly<Record<Metal, string>>
  customerId: string
  vault: Vault
}

export const newJewels = (): JewelModel => ({
  ...{ pieces: [], lots: [], customer: 0n, challans: [], bookings: [], assays: [], bought: [] },
})

/** Necklaces of gold by piece, silver beads by weight, rates of today, and Kirti, who buys and brings old gold. */
export async function openJewels(tx: Tx, businessId: string, actor: Actor): Promise<Jewels> {
  const own = { business_id: businessId }
  const made = { ...own, created_at: actor.at, updated_at: actor.at }
  const [necklaceId, beadsId, customerId, tableId] = [newId(), newId(), newId(), newId()]
  const purities = {
    gold: await aPurity(tx, businessId, purityNames.gold),
    silver: await aPurity(tx, businessId, '925'),
  }
  const fine = await aPurity(tx, businessId, '24K 999')
  const gst = await tx('gst_class')
    .where({ ...own, name: 'Jewellery, coins, bullion' })
    .first('id')
  await tx('value_table').insert({ ...own, id: tableId, name: 'All', updated_at: actor.at })
  const slab = { ...own, table_id: tableId, making_kind: 'per-gram', wastage_kind: 'percent', from_mg: 0n }
  await tx('value_slab').insert({ ...slab, making_list: 100n, making_floor: 0n, wastage_list: 0n, wastage_floor: 0n })
  const item = { ...made, kind: 'goods', unit: 'GMS', hsn: '711319', gst_class_id: gst.id }
  await tx('item').insert([
    { ...item, id: necklaceId, name: 'Necklace' },
    { ...item, id: beadsId, name: 'Beads' },
  ])
  const article = { ...own, category: '', value_table_id: tableId }
  await tx('article').insert([
    { ...article, item_id: necklaceId, purity_id: purities.gold, tracking: 'piece', tag_prefix: 'N' },
    { ...article, item_id: beadsId, purity_id: purities.silver, tracking: 'lot', tag_prefix: '' },
  ])
  const rate = { ...own, by_name: actor.name, from_at: new Date(actor.at.getTime() - 60_000) }
  await tx('board_rate').insert([
    { ...rate, id: newId(), side: 'sell', purity_id: purities.gold, rate_paise: rs('100') },
    { ...rate, id: newId(), side: 'sell', purity_id: purities.silver, rate_paise: rs('10') },
    { ...rate, id: newId(), side: 'buy', purity_id: fine, rate_paise: rs('90') },
  ])
  await tx('party').insert({ ...made, id: customerId, name: 'Kirti', phone: '+919825012345', state: '24' })
  const address = { kind: 'billing', address: '12 Ring Road', city: 'Surat', pin: '395002', state: '24' }
  await tx('party_address').insert({ ...own, id: newId(), party_id: customerId, ...address })
  return { necklaceId, beadsId, purities, customerId, vault: fieldVault('a secret of the random days, long enough') }
}

/** A piece of a model as the receipt tags it. */
export const tagged = ({ id, tag, grams, hasStone }: ModelPiece, cost: bigint): NewPiece => ({
  ...{
    id,
    tag,
    huid: '',
    counter: '',
    size: '',
    note: '',
    otherWords: '',
    fixedPrice: null,
    making: null,
    wastage: null,
  },
  ...{
    gross: mg(grossOf({ grams, hasStone })),
    otherWeight: mg(1000n),
    cost: paise(cost),
    hallmark: rs('0'),
    other: rs('0'),
  },
  stones: hasStone ? [{ ...ruby, pieces: 1, carat: mct(1000n), basis: 'carat', rate: rs('5') }] : [],
})

const ruby = { kind: 'Ruby', shape: 'Oval', quality: '' } as const
const grossOf = ({ grams, hasStone }: Pick<ModelPiece, 'grams' | 'hasStone'>): bigint =>
  grams * 1000n + 1000n + (hasStone ? 200n : 0n)

const addUp = <Row>(rows: readonly Row[], figure: (row: Row) => bigint): bigint =>
  rows.reduce((sum, row) => sum + figure(row), 0n)

/** What a piece has beside its metal. */
export const moreOf = ({ hasStone }: ModelPiece): { gross: bigint; carat: bigint } => ({
  gross: grossOf({ grams: 0n, hasStone }),
  carat: hasStone ? 1000n : 0n,
})

/** What is the shop's at a branch: quantity, gross, net, fine and carat of each purity. */
export function figuresOf({ pieces, lots }: JewelModel, branches: number): string {
  const rows = (['gold', 'silver'] as const).flatMap((metal) =>
    Array.from({ length: branches }, (_, branch) => {
      const here = metal === 'gold' ? pieces.filter((one) => one.branch === branch && isOwned(one)) : []
      const ofLots = lots.filter((one) => one.metal === metal && one.branch === branch)
      const more = ofLots.flatMap((lot) => (lot.net > 0n && lot.more ? [lot.more] : []))
      const [net, grams] = [
        ofLots.reduce((all, one) => all + one.net, 0n),
        here.reduce((all, one) => all + one.grams, 0n),
      ]
      const all = net + grams * 1000n
      return [
        ...[net + BigInt(here.length) * 1000n, net + addUp(more, ({ gross }) => gross) + addUp(here, grossOf), all],
        ...[
          (all * finenessOf[metal]) / 10_000n,
          BigInt(here.filter(({ hasStone }) => hasStone).length) * 1000n + addUp(more, ({ carat }) => carat),
        ],
      ].join(' ')
    }),
  )
  return rows.join(', ')
}

const isOwned = ({ state }: Pick<ModelPiece, 'state'>): boolean =>
  state === 'in-stock' || state === 'reserved' || state === 'on-approval' || state === 'at-hallmark'

/** The same of the levels; and how many of them are, in any of the six figures, not what lies there or what moved. */
export async function lookAtJewels(
  tx: Tx,
  businessId: string,
  { purities, customerId }: Jewels,
  branches: readonly string[],
): Promise<{ figures: string; unlike: string; customer: bigint }> {
  const of = [businessId, [purities.gold, purities.silver], branches, customerId]
  const [row] = await named<{ figures: string; unlike: string; customer: bigint }>(tx, seen, of)
  if (!row) throw new Error('a look that sees nothing')
  return row
}

const six = ['quantity', 'gross', 'net', 'fine', 'carat', 'value']
const sums = six.map((name) => `coalesce(sum(${name}), 0)::bigint as ${name}`).join(', ')
const row = (of: string) => `(${six.map((name) => `coalesce(${of}.${name}, 0)`).join(', ')})`

const seen = {
  name: 'model.jewels.seen',
  text: `
    with levels as (
      select a.purity_id, branch_id, ${sums} from (
        select item_id, branch_id, quantity_milli as quantity, gross_mg as gross, net_mg as net, fine_mg as fine, carat_mct as carat,
          value_paise as value from stock_level where business_id = $1) l
      join article a on a.business_id = $1 and a.item_id = l.item_id group by 1, 2
    ),
    held as (
      select a.purity_id, branch_id, ${sums} from (
        select item_id, branch_id, 1000::bigint as quantity, gross_mg as gross, net_mg as net, fine_mg as fine, carat_mct as carat,
          cost_paise as value
        from piece where business_id = $1 and state in ('in-stock', 'reserved', 'on-approval', 'at-hallmark')
        union all
        select item_id, branch_id, net_mg, gross_mg, net_mg, fine_mg, carat_mct, value_paise from lot where business_id = $1) h
      join article a on a.business_id = $1 and a.item_id = h.item_id group by 1, 2
    ),
    moved as (
      select a.purity_id, branch_id, ${sums} from (
        select item_id, branch_id, quantity_milli as quantity, gross_mg as gross, net_mg as net, fine_mg as fine, carat_mct as carat,
          value_paise as value from stock_move where business_id = $1) m
      join article a on a.business_id = $1 and a.item_id = m.item_id group by 1, 2
    )
    select
      (select string_agg(concat_ws(' ', coalesce(l.quantity, 0), coalesce(l.gross, 0), coalesce(l.net, 0), coalesce(l.fine, 0),
          coalesce(l.carat, 0)), ', ' order by p.n, b.n)
        from unnest($2::uuid[]) with ordinality as p (id, n) cross join unnest($3::uuid[]) with ordinality as b (id, n)
        left join levels l on l.purity_id = p.id and l.branch_id = b.id) as figures,
      coalesce((select string_agg(concat(${row('l')}, ' lies ', ${row('h')}, ' moved ', ${row('m')}), '; ')
        from levels l full join held h using (purity_id, branch_id) full join moved m using (purity_id, branch_id)
        where ${row('l')} <> ${row('h')} or ${row('l')} <> ${row('m')}), '') as unlike,
      coalesce((select amount from party_balance where business_id = $1 and party_id = $4 and commodity = 'INR'), 0)::bigint as customer`,
}

export const wholeGrams = (grams: bigint) => milli(grams * 1000n)
