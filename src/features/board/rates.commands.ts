import type { Actor } from '../../core/actor.ts'
import { Refusal } from '../../core/errors.ts'
import { type Paise, plainDecimal } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { hashOfRequest } from '../../db/request-hash.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { audit } from '../audit/index.ts'
import { type CurrentRate, isJump, type Side } from './board.rules.ts'
import { currentRates } from './rates.queries.ts'

export interface NewRate {
  readonly purityId: string
  readonly side: Side
  /** Paise a gram. */
  readonly rate: Paise
}

export interface RatesAsked {
  /** Of the form: sent twice, it is one entry. */
  readonly id: string
  readonly rates: readonly NewRate[]
  /** When the rates were shown that these are to follow: what came since is not written over unseen. */
  readonly seenAt: Date
  /** The word of the jumps that a person has looked at, from the refusal before; empty for none. */
  readonly sure: string
}

export type RateReason = NewRate &
  (
    | { readonly problem: 'unknown' }
    | { readonly problem: 'jump' | 'changed'; readonly last: Paise; readonly by: string }
    | { readonly problem: 'buy-over-sell'; readonly sell: Paise }
  )

/** Rates that are refused, with every reason. */
export class RatesRefused extends Refusal {
  override name = 'RatesRefused'
  readonly reasons: readonly RateReason[]
  /** Sent back by a person who finds these jumps right. */
  readonly word: string

  constructor(reasons: readonly RateReason[]) {
    super(`board.refusal.${reasons[0]?.problem ?? 'unknown'}`)
    this.reasons = reasons
    this.word = jumpsWord(reasons.filter(({ problem }) => problem === 'jump'))
  }
}

/** Stands for these jumps and no others: a tick for one figure is none for the next. */
const jumpsWord = (jumps: readonly NewRate[]): string =>
  jumps.length === 0
    ? ''
    : hashOfRequest(jumps.map(({ purityId, side, rate }) => `${purityId} ${side} ${rate}`).toSorted()).slice(0, 16)

/**
 * Writes the day's rates, from now on. A rate that stands already from today is left as it is; one from before is written
 * again, because to send it is to say that it holds today. Answers how many were written. The same id with the same rates
 * writes nothing more. Throws RatesRefused with every reason, Refusal 409 for other rates under the id.
 */
export async function setRates(tx: Tx, businessId: string, asked: RatesAsked, actor: Actor): Promise<number> {
  const hash = hashOfRequest(asked.rates.map(({ purityId, side, rate }) => [purityId, side, rate]))
  const [entered, , board] = await together([
    named(tx, insertEntry, [businessId, asked.id, hash, actor.userId, actor.name, actor.at]),
    named(tx, lockPurities, [businessId, asked.rates.map(({ purityId }) => purityId)]),
    currentRates(tx, businessId, actor.at),
  ])
  if (entered.length === 0) return sameAsBefore(tx, businessId, asked.id, hash)
  const reasons = reasonsAgainst(asked, board)
  if (reasons.length > 0) throw new RatesRefused(reasons)
  const changed = asked.rates.filter((rate) => isNews(rate, board))
  if (changed.length > 0) await write(tx, businessId, { id: asked.id, changed, board }, actor)
  return changed.length
}

async function sameAsBefore(tx: Tx, businessId: string, id: string, hash: string): Promise<number> {
  const [before] = await named<{ hash: string }>(tx, entryById, [businessId, id])
  if (before?.hash !== hash) throw new Refusal('board.refusal.otherBody', {}, 409)
  return 0
}

/** Everything that speaks against the rates, each at its field. A jump counts only where nothing else is wrong with it. */
function reasonsAgainst(asked: RatesAsked, board: readonly CurrentRate[]): RateReason[] {
  const jumps = asked.rates.flatMap((rate) => jumpOf(rate, board))
  const hard = asked.rates.flatMap((rate) => hardReasons(rate, asked, board))
  return [...hard, ...(asked.sure !== '' && asked.sure === jumpsWord(jumps) ? [] : jumps)]
}

function jumpOf(asked: NewRate, board: readonly CurrentRate[]): RateReason[] {
  const now = standing(asked, board)
  if (!now || now.rate === null || !isJump(asked.rate, now.rate)) return []
  return [{ ...asked, problem: 'jump', last: now.rate, by: now.by }]
}

function hardReasons(asked: NewRate, { rates, seenAt }: RatesAsked, board: readonly CurrentRate[]): RateReason[] {
  const now = standing(asked, board)
  if (!now) return [{ ...asked, problem: 'unknown' }]
  if (now.rate !== null && now.from !== null && now.from > seenAt && now.rate !== asked.rate)
    return [{ ...asked, problem: 'changed', last: now.rate, by: now.by }]
  if (asked.side !== 'buy') return []
  const sell = rates.find(({ purityId, side }) => purityId === asked.purityId && side === 'sell')?.rate ?? now.sell
  return sell !== null && asked.rate > sell ? [{ ...asked, problem: 'buy-over-sell', sell }] : []
}

function standing({ purityId, side }: NewRate, board: readonly CurrentRate[]) {
  const found = board.find((one) => one.purityId === purityId)
  if (!found) return undefined
  const { sell, sellFrom, sellBy, isStale, buy, buyFrom, buyBy, isBuyStale } = found
  return side === 'sell'
    ? { rate: sell, from: sellFrom, by: sellBy ?? '', isStale, sell }
    : { rate: buy, from: buyFrom, by: buyBy ?? '', isStale: isBuyStale, sell }
}

function isNews(asked: NewRate, board: readonly CurrentRate[]): boolean {
  const now = standing(asked, board)
  return now?.rate !== asked.rate || now.isStale
}

interface Entry {
  id: string
  changed: readonly NewRate[]
  board: readonly CurrentRate[]
}

async function write(tx: Tx, businessId: string, { id, changed, board }: Entry, actor: Actor): Promise<void> {
  const column = <Value>(of: (rate: NewRate) => Value): Value[] => changed.map(of)
  const rows = [
    column(() => newId()),
    column((one) => one.purityId),
    column((one) => one.side),
    column((one) => one.rate),
  ]
  await together([
    named(tx, insertRates, [businessId, ...rows, actor.at, actor.userId, actor.name]),
    audit(tx, businessId, actor, {
      action: 'board.rates-set',
      entity: 'board',
      entityId: id,
      before: said(changed, board, (one) => standing(one, board)?.rate ?? null),
      after: said(changed, board, (one) => one.rate),
    }),
  ])
}

/** {"gold 22K 916, sell": "12400.00"}: rupees a gram, as the audit reads them years later. */
function said(
  changed: readonly NewRate[],
  board: readonly CurrentRate[],
  rateOf: (one: NewRate) => Paise | null,
): Record<string, string> {
  const pairs = changed.flatMap((one) => {
    const [purity, rate] = [board.find(({ purityId }) => purityId === one.purityId), rateOf(one)]
    return purity && rate !== null ? [[`${purity.metal} ${purity.name}, ${one.side}`, plainDecimal(rate)]] : []
  })
  return Object.fromEntries(pairs)
}

const insertEntry = {
  name: 'board.entry.insert',
  text: `
    insert into board_entry (business_id, id, request_hash, by_user, by_name, at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, id) do nothing returning id`,
}

const entryById = {
  name: 'board.entry.find',
  text: 'select request_hash as hash from board_entry where business_id = $1 and id = $2',
}

// Two who enter rates at one moment follow each other, so that the second one sees what the first one wrote.
const lockPurities = {
  name: 'board.purities.lock',
  text: 'select id from purity where business_id = $1 and id = any($2::uuid[]) order by id for update',
}

const insertRates = {
  name: 'board.rates.insert',
  text: `
    insert into board_rate (business_id, id, purity_id, side, rate_paise, from_at, by_user, by_name)
    select $1, r.id, r.purity_id, r.side, r.rate_paise, $6, $7, $8
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[]) as r (id, purity_id, side, rate_paise)`,
}
