import { accountOf } from '../../core/vouchers.ts'
import type { Db } from '../../db/database.ts'
import { named } from '../../db/named.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { accountsByRole, booksCheck } from '../../features/books/index.ts'
import type { CastKit } from '../cast.ts'
import { aParty } from '../dues.ts'
import { aGoodsShop, type GoodsShop } from '../goods-shop.ts'
import type { Books } from '../hledger.ts'

/** What the books must come to, reckoned by hand: rupees in paise, goods in whole pieces. */
export interface Model {
  /** Of each party, above zero what it owes. */
  balances: bigint[]
  cash: bigint
  pieces: bigint
  lock: string | null
  bills: ModelBill[]
  papers: ModelPaper[]
  vouchers: ModelVoucher[]
  /** Vouchers of write-offs and discounts, which one allocation's undoing takes back. */
  givenUp: Map<string, Effect>
}

export interface Effect {
  party: number | undefined
  balance: bigint
  cash: bigint
}
export interface ModelBill extends Effect {
  id: string
  onDate: string
  total: bigint
  pieces: bigint
  /** How many of them came back. */
  back: bigint
  isCancelled: boolean
}
export interface ModelPaper extends Effect {
  id: string
  isCancelled: boolean
}
export interface ModelVoucher extends Effect {
  id: string
  isReversed: boolean
}

export interface OpenedBooks {
  shop: GoodsShop
  partyIds: string[]
  accounts: { rent: string; cash: string; bank: string; income: string; capital: string }
}
export interface World extends OpenedBooks {
  kit: CastKit & { db: Db }
  /** What was done and refused in all runs. */
  tally: { done: number; refused: number; runs: number }
  /** The books after each step, of which hledger was not asked yet. */
  books: NotedBooks[]
  /** How much stood in the database after the last step. */
  last: string
}

export type NotedBooks = Books & { after: string }

/** A shop with 40 pieces of rice, a customer and one who buys and sells: one for all runs. */
export async function openShop(kit: World['kit']): Promise<OpenedBooks> {
  const shop = await aGoodsShop(kit, { stock: 40_000n, business: { gstin: '24AAACG2115R1ZN' } })
  const both = await aParty(kit, shop, { name: 'Bhavesh Traders', isSupplier: true })
  const accounts = await inBusiness(kit.db, shop.id, async (tx) => {
    const roles = await accountsByRole(tx, shop.id)
    const rent = await tx('account').where({ business_id: shop.id, code: '8110' }).first('id')
    const of = (role: Parameters<typeof accountOf>[1]) => accountOf(roles, role)
    return { rent: rent.id, cash: of('cash'), bank: of('bank'), income: of('other-income'), capital: of('capital') }
  })
  return { shop, partyIds: [shop.partyId, both], accounts }
}

/** What the model says of such a shop before anything was done. */
export const newModel = (): Model => ({
  ...{ balances: [0n, 0n], cash: 0n, pieces: 40n, lock: null, bills: [], papers: [], vouchers: [] },
  givenUp: new Map(),
})

/** Puts what was done into the model. */
export function add(model: Model, { party, balance, cash }: Effect, sign: 1n | -1n = 1n): void {
  model.cash += sign * cash
  if (party !== undefined) model.balances[party] = (model.balances[party] ?? 0n) + sign * balance
}

export const rupee = 100n
export const none: Effect = { party: undefined, balance: 0n, cash: 0n }
export const partyOf = ({ partyIds }: World, { party }: { party: number }): string => partyIds[party] ?? ''

/** What the database says of the same, and how much stands in it. */
export interface Seen {
  balances: bigint[]
  cash: bigint
  pieces: bigint
  /** Vouchers, papers, numbers given, allocations: a refused step leaves them as they were. */
  size: string
}

/** What it says, and the points of the books check that do not hold; a cash box below zero is a warning and no fault. */
export const look = ({
  kit,
  shop,
  partyIds,
  accounts,
}: OpenedBooks & Pick<World, 'kit'>): Promise<{ seen: Seen; faults: unknown[] }> =>
  inBusiness(kit.db, shop.id, async (tx) => {
    const [row] = await named<Seen>(tx, seen, [shop.id, partyIds, accounts.cash])
    if (!row) throw new Error('a look that sees nothing')
    return { seen: row, faults: await faultsIn(tx, shop.id) }
  })

const seen = {
  name: 'model.books.seen',
  text: `
  select
    (select array_agg(coalesce(b.amount, 0) order by p.nth) from unnest($2::uuid[]) with ordinality as p (id, nth)
      left join party_balance b on b.business_id = $1 and b.party_id = p.id and b.commodity = 'INR') as balances,
    coalesce((select sum(debit - credit) from account_month where business_id = $1 and account_id = $3), 0)::bigint as cash,
    coalesce((select sum(quantity_milli) / 1000 from stock_level where business_id = $1), 0)::bigint as pieces,
    concat_ws(' ', (select count(*) from voucher where business_id = $1), (select count(*) from document where business_id = $1),
      (select sum(next) from series where business_id = $1), (select count(*) from allocation where business_id = $1)) as size`,
}

export const faultsIn = async (tx: Tx, businessId: string): Promise<unknown[]> =>
  (await booksCheck(tx, businessId, { keepsPlans: true })).filter(({ holds, point }) => !holds && point !== 9)
