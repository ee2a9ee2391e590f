import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { financialYear } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { negate } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { seal, type Vault } from '../../../db/fields.ts'
import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { type AuditEntry, audit } from '../../audit/index.ts'
import { accountsByRole, type NewOpenItem, type NewVoucher, openItem, post, takeNumber } from '../../books/index.ts'
import { lockLevels, moveStock, type NewMove } from '../../stock/index.ts'
import { isIdKind, type OldGoldPurchase } from '../old-gold.types.ts'
import { oldMetalArticles } from './articles.commands.ts'
import { insertPurchase } from './taking.rows.ts'

/** A purchase with its locks taken and its number given: what is left is to be written. */
export interface PreparedOldGold {
  readonly purchase: OldGoldPurchase
  readonly seriesId: string
  readonly number: string
  readonly hash: string
  readonly sealedId: Buffer
  readonly last4: string
  /** One for each line. */
  readonly lots: readonly { readonly id: string; readonly itemId: string }[]
  /** To be posted between `writeOldGoldPaper` and what `standingOfOldGold` says. */
  readonly voucher: NewVoucher
  /** What the shop owes the seller. */
  readonly openItemId: string
}

/**
 * Buys old metal from a person: paper with its own number, lines, a lot for each, voucher, what is owed for it, stock, audit
 * line and outbox row together, in the caller's transaction, in which nothing else is posted. Throws Refusal
 * 'oldGold.refusal.worthless', 'oldGold.refusal.seller', 'oldGold.refusal.declare', 'errors.locked'; a unique violation when the
 * document is there already.
 */
export async function takeOldGold(
  tx: Tx,
  businessId: string,
  purchase: OldGoldPurchase,
  actor: Actor,
  vault: Vault,
): Promise<{ number: string; openItemId: string }> {
  const prepared = await prepareOldGold(tx, businessId, purchase, actor, vault)
  const { item, moves } = standingOfOldGold(prepared)
  const { entry, word } = newsOfOldGold(prepared)
  await together([
    writeOldGoldPaper(tx, businessId, prepared, actor),
    post(tx, businessId, prepared.voucher, actor),
    openItem(tx, businessId, item),
    moveStock(tx, businessId, moves, { kind: 'old-gold', onDate: purchase.onDate, negative: 'refuse' }, actor),
    audit(tx, businessId, actor, entry),
    outbox(tx, businessId, word.topic, word.payload, actor.at),
  ])
  return { number: prepared.number, openItemId: prepared.openItemId }
}

/**
 * The first half, for who posts more in the same transaction (a bill): it locks the stock and takes the number, and belongs
 * before the bill's own number, which `behind` asks for in the same round trip. Then, sent together in this order:
 * `writeOldGoldPaper`, `postAll` with the bill's voucher and `voucher`, what `standingOfOldGold` and `newsOfOldGold` say. Throws
 * as `takeOldGold`.
 */
export async function prepareOldGold(
  tx: Tx,
  businessId: string,
  purchase: OldGoldPurchase,
  actor: Actor,
  vault: Vault,
  behind?: () => Promise<unknown>,
): Promise<PreparedOldGold> {
  const { branchId, onDate, fyStartMonth, locale, exchange } = purchase
  refuseUnfit(purchase)
  const purityIds = exchange.lines.map(({ asked }) => asked.purityId)
  const fyLabel = financialYear(onDate, fyStartMonth).label
  const series = { documentKind: 'urd-purchase', branchId, fyLabel, defaultPrefix: 'URD' }
  const [articles, keys, roles] = await together([
    oldMetalArticles(tx, businessId, { purityIds, locale }, actor),
    vault.keysOf(tx, businessId),
    purchase.roles ?? accountsByRole(tx, businessId),
  ])
  const [, { seriesId, number }] = await together([
    lockLevels(tx, businessId, branchId, [...articles.values()]),
    takeNumber(tx, businessId, series),
    behind?.(),
  ])
  const { idNumber } = exchange.asked.seller
  const place = { businessId, table: 'old_gold_purchase', column: 'id', row: purchase.documentId }
  const compact = idNumber.replaceAll(/[\s-]/g, '').toUpperCase()
  return {
    purchase,
    seriesId,
    number,
    hash: purchase.requestHash ?? hashOf(purchase),
    sealedId: seal(keys, place, compact),
    last4: compact.slice(-4),
    lots: purityIds.map((id) => ({ id: newId(), itemId: articles.get(id) ?? '' })),
    voucher: voucherOf(purchase, number, roles),
    openItemId: newId(),
  }
}

export const writeOldGoldPaper = (tx: Tx, businessId: string, prepared: PreparedOldGold, actor: Actor): Promise<void> =>
  insertPurchase(tx, businessId, prepared, actor)

/** What names the voucher: the credit on the khata (`openItems`) and the metal on the shelf (`moveStock`). */
export function standingOfOldGold({ purchase, number, lots, voucher, openItemId }: PreparedOldGold): {
  readonly item: NewOpenItem
  readonly moves: readonly NewMove[]
} {
  const { documentId, partyId, branchId, onDate, exchange } = purchase
  const of = { documentId, voucherId: voucher.id }
  const item = { id: openItemId, partyId, ...of, number, onDate, dueOn: onDate, amount: exchange.value }
  const moves = exchange.lines.map(({ asked, price }, i) => ({
    ...of,
    kind: 'old-gold' as const,
    itemId: lots[i]?.itemId ?? '',
    branchId,
    quantity: milli(price.net),
    value: price.value,
    gross: asked.gross,
    net: price.net,
    fine: price.melted,
    ...{ lotId: lots[i]?.id ?? null, isLotNew: true },
  }))
  return { item: { ...item, side: 'credit', kind: 'note' }, moves }
}

/** What the audit and the outbox hear of it, last of all. */
export function newsOfOldGold({ purchase, number }: PreparedOldGold): {
  readonly entry: AuditEntry
  readonly word: { readonly topic: string; readonly payload: Record<string, unknown> }
} {
  const { documentId, exchange, party, onDate, authority } = purchase
  const over = exchange.lines.filter(({ rate, board }) => rate > board)
  const weight = exchange.lines.reduce((all, { price }) => all + price.melted, 0n)
  const after = {
    ...{ number, party: party.name, on_date: onDate, lines: exchange.lines.length, fine_mg: weight },
    ...{ total_paise: exchange.value, id_kind: exchange.asked.seller.idKind },
    ...(over.length > 0 && { over_board: over.length, approved_by: authority?.name ?? '' }),
  }
  return {
    entry: { action: 'oldGold.bought', entity: 'old-gold', entityId: documentId, after },
    word: { topic: 'old-gold.bought', payload: { id: documentId, number } },
  }
}

function refuseUnfit({ exchange }: OldGoldPurchase): void {
  const { idKind, idNumber, isDeclared } = exchange.asked.seller
  if (exchange.value <= 0n || exchange.lines.length !== exchange.asked.lines.length)
    throw new Refusal('oldGold.refusal.worthless')
  if (!isIdKind(idKind) || idNumber.trim() === '') throw new Refusal('oldGold.refusal.seller')
  if (!isDeclared) throw new Refusal('oldGold.refusal.declare')
}

function voucherOf(
  { documentId, partyId, onDate, exchange, control = 'debtors', note = '' }: OldGoldPurchase,
  number: string,
  roles: NonNullable<OldGoldPurchase['roles']>,
): NewVoucher {
  const inRupees = { commodity: 'INR' } as const
  const lines = [
    { ...inRupees, accountId: accountOf(roles, 'stock'), partyId: null, amount: exchange.value },
    { ...inRupees, accountId: accountOf(roles, control), partyId, amount: negate(exchange.value) },
  ]
  return { id: newId(), kind: 'purchase', onDate, number, partyId, documentId, narration: note, lines }
}

/** What was bought, from whom and when: the same form sent twice is the same purchase. */
function hashOf({ partyId, onDate, exchange, note = '' }: OldGoldPurchase): string {
  const text = JSON.stringify([partyId, onDate, exchange.asked, note], (_key, part) =>
    typeof part === 'bigint' ? String(part) : part,
  )
  return createHash('sha256').update(text).digest('hex')
}
