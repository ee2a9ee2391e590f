import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { type Paise, paise } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { mg } from '../../src/core/weight.ts'
import type { Vault } from '../../src/db/fields.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { openBranch } from '../../src/features/businesses/branches/branches.commands.ts'
import { createItem } from '../../src/features/items/index.ts'
import { adjustGoods } from '../../src/features/movements/adjusting/adjusting.commands.ts'
import { setAdjustmentLimit } from '../../src/features/movements/adjusting/limit.commands.ts'
import { saveKit, workKits } from '../../src/features/movements/kits/kits.commands.ts'
import { receiveTransfer } from '../../src/features/movements/transfers/receiving.commands.ts'
import { sendTransfer } from '../../src/features/movements/transfers/sending.commands.ts'
import { instant, zone } from './moments.ts'
import { moveJewels } from './movements-of-jewels.ts'

export interface MovingAt {
  readonly isJeweller: boolean
  readonly branchId: string
  readonly today: IsoDate
  readonly now: Date
}

export interface Movers {
  readonly owner: Actor
  /** Who keeps the stock: what he puts right above the limit waits for the owner. */
  readonly keeper: Actor
}

interface Told {
  readonly branch: { name: string; code: string; state: string; address: string; phone: string }
  /** Above it, in whole rupees, a correction waits. */
  readonly limit: bigint
  readonly sent: readonly [item: string, units: bigint][]
  /** What came of it, less than was sent. */
  readonly came: readonly bigint[]
  readonly onTheRoad: readonly [item: string, units: bigint][]
  readonly used: readonly [item: string, reason: 'own-use' | 'sample', units: bigint][]
  readonly waits: readonly [item: string, units: bigint]
  readonly kit: {
    readonly name: string
    readonly hsn: string
    /** Whole rupees. */
    readonly price: bigint
    readonly made: bigint
    /** Of a kit that comes in batches: which, and for how many days it is good. */
    readonly batch?: { readonly number: string; readonly goodFor: number }
    readonly parts: readonly [item: string, units: bigint, shareBp: number][]
  }
}

const grocer: Told = {
  branch: {
    ...{ name: 'Market Yard godown', code: 'GDN', state: '27' },
    ...{ address: 'Gala 118, Market Yard, Pune 411037', phone: '+919822047316' },
  },
  limit: 500n,
  sent: [
    ['Toor dal', 10n],
    ['Sugar', 20n],
    ['Tea 500 g', 6n],
  ],
  came: [10n, 18n, 6n],
  onTheRoad: [
    ['Wheat flour 5 kg', 4n],
    ['Sunflower oil 1 l', 6n],
  ],
  used: [
    ['Tea 500 g', 'own-use', 1n],
    ['Glucose biscuits 250 g', 'sample', 3n],
  ],
  waits: ['Toor dal', 6n],
  kit: {
    ...{ name: 'Festival gift box', hsn: '2106', price: 499n, made: 3n },
    batch: { number: 'GIFT-11', goodFor: 120 },
    parts: [
      ['Tea 500 g', 1n, 5500],
      ['Chocolate bar 50 g', 3n, 3000],
      ['Incense sticks, 100', 1n, 1500],
    ],
  },
}

const jeweller: Told = {
  branch: {
    ...{ name: 'Adajan showroom', code: 'ADJ', state: '24' },
    ...{ address: '12, Anand Mahal Road, Adajan, Surat 395009', phone: '+912612597141' },
  },
  limit: 5000n,
  sent: [
    ['Silver anklets, pair', 3n],
    ['Silver coin 10 g', 5n],
  ],
  came: [3n, 4n],
  onTheRoad: [['Silver chain 20 g', 2n]],
  used: [
    ['Silver rakhi', 'sample', 1n],
    ['Jewellery box, velvet', 'own-use', 2n],
  ],
  waits: ['Silver kada', 1n],
  kit: {
    ...{ name: 'Bridal set, artificial', hsn: '711719', price: 4200n, made: 2n },
    parts: [
      ['Artificial necklace set', 1n, 6000],
      ['Artificial bangles, set of four', 1n, 3000],
      ['Oxidised earrings, pair', 1n, 1000],
    ],
  },
}

const none = { gross: mg(0n), net: mg(0n), pieces: 0 }
const thousandths = (units: bigint) => milli(units * 1000n)

/**
 * A second branch with a transfer that came with something short and one on the road, goods used and given as samples, a
 * correction that waits for the owner, a kit; a jeweller's pieces at the hallmark centre, his melting, and a move between
 * counters.
 */
export async function moveGoods(
  tx: Tx,
  businessId: string,
  at: MovingAt,
  movers: Movers & { vault: Vault },
): Promise<void> {
  const { isJeweller, branchId, today } = at
  const told = isJeweller ? jeweller : grocer
  const items = await itemsByName(tx, businessId)
  const goods = (name: string, units: bigint) => ({
    ...none,
    ref: { kind: 'item' as const, id: items.get(name) ?? '' },
    quantity: thousandths(units),
  })
  const by = (actor: Actor, daysAgo: number, minute: number): Actor => ({
    ...{ userId: actor.userId, name: actor.name },
    at: instant(addDays(today, -daysAgo), minute),
  })
  const { owner, keeper, vault } = movers
  const toBranchId = newId()
  await openBranch(tx, businessId, { id: toBranchId, ...told.branch }, by(owner, 20, 600), zone)
  await setAdjustmentLimit(tx, businessId, rupees(told.limit), by(owner, 20, 605))

  const sent = { id: newId(), branchId, toBranchId, note: isJeweller ? 'By hand, Ramesh' : 'MH12 QR 4471, Tempo' }
  const lines = told.sent.map(([name, units]) => goods(name, units))
  await sendTransfer(tx, businessId, { ...sent, lines }, by(owner, 6, 640), addDays(today, -6))
  const counted = told.came.map((units, i) => ({ line: i + 1, quantity: thousandths(units) }))
  const came = { id: sent.id, tags: [], counted, note: 'One bag was open' }
  await receiveTransfer(tx, businessId, came, by(keeper, 6, 760), addDays(today, -6))
  const road = { ...sent, id: newId(), lines: told.onTheRoad.map(([name, units]) => goods(name, units)) }
  await sendTransfer(tx, businessId, road, by(owner, 1, 690), addDays(today, -1))

  const used = told.used.map(([name, reason, units]) => ({ ...goods(name, units), way: 'less' as const, reason }))
  const adjusting = { id: newId(), branchId, note: '', givesCreditBack: true }
  const decided = { onDate: addDays(today, -4), isOwner: true }
  await adjustGoods(tx, businessId, { ...adjusting, lines: used }, by(owner, 4, 1100), decided)
  const broken = { ...goods(...told.waits), way: 'less' as const, reason: 'broken' as const }
  const waits = { ...adjusting, id: newId(), lines: [broken], note: 'Fell from the top shelf', givesCreditBack: false }
  await adjustGoods(tx, businessId, waits, by(keeper, 1, 1120), { onDate: addDays(today, -1), isOwner: false })

  await makeKits(tx, businessId, { ...at, kit: told.kit, items }, (day, minute) => by(owner, day, minute))
  if (isJeweller)
    await moveJewels(tx, businessId, { branchId, toBranchId, today, vault }, (day, minute) => by(owner, day, minute))
}

async function makeKits(
  tx: Tx,
  businessId: string,
  { branchId, today, kit, items }: MovingAt & { kit: Told['kit']; items: ReadonlyMap<string, string> },
  by: (day: number, minute: number) => Actor,
): Promise<void> {
  const kitId = newId()
  const { id: gstClassId } = await tx('gst_class').where({ business_id: businessId, name: 'Standard' }).first('id')
  const what = { id: kitId, kind: 'goods', name: kit.name, unit: 'SET', hsn: kit.hsn, gstClassId } as const
  const place = { category: 'Gifts', shelf: '', barcode: '', notes: '', lowStock: milli(0n) }
  const tracks = { tracksBatches: kit.batch !== undefined }
  const money = { salePrice: rupees(kit.price), purchasePrice: paise(0n), priceIncludesTax: true }
  const opening = { onDate: addDays(today, -9), lines: [] }
  await createItem(tx, businessId, { ...what, ...place, ...tracks, ...money, opening }, by(9, 600))
  const parts = kit.parts.map(([name, units, shareBp]) => ({
    ...{ itemId: items.get(name) ?? '', quantity: thousandths(units), shareBp },
  }))
  await saveKit(tx, businessId, { itemId: kitId, note: 'Tied with a ribbon', parts }, by(9, 605))
  const kits = { id: newId(), branchId, kitId, way: 'make' as const, kits: thousandths(kit.made) }
  const { number, goodFor } = kit.batch ?? { number: '', goodFor: 0 }
  const brings = kit.batch ? [{ number, expiresOn: addDays(today, goodFor) }] : []
  await workKits(tx, businessId, { ...kits, extra: rupees(10n), note: '', brings }, by(9, 615), addDays(today, -9))
}

const rupees = (whole: bigint): Paise => paise(whole * 100n)

async function itemsByName(tx: Tx, businessId: string): Promise<ReadonlyMap<string, string>> {
  const rows: { id: string; name: string }[] = await tx('item').where({ business_id: businessId }).select('id', 'name')
  return new Map(rows.map(({ id, name }) => [name, id]))
}
