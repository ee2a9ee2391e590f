import type { Actor } from '../../core/actor.ts'
import type { CashSaid } from '../../core/cash-facts.ts'
import { type IsoDate, todayIn } from '../../core/dates.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import { giftCodeText } from '../../core/gift-voucher.ts'
import type { TenderMode } from '../../core/invoice-facts.ts'
import { negate, type Paise, sum, zero } from '../../core/money.ts'
import { accountOf } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { audit } from '../audit/index.ts'
import { accountsByRole, post, takeVoucherNumber } from '../books/index.ts'
import { judgeOtherCash, logJudged } from '../compliance/index.ts'
import { moveGifts } from './gifts.commands.ts'

export interface VoidRequest {
  readonly id: string
  readonly reason: string
  /** How what is left of it is paid back. */
  readonly mode: TenderMode
}

/**
 * Makes a gift voucher void today and pays back what is left of it. A second time does nothing. Answers with its code, and
 * with what the rules of cash warn of. Throws NotFound; Refusal 'giftVouchers.refusal.usedUp' (409) for one of which nothing is left, 'errors.locked'.
 */
export async function voidGiftVoucher(
  tx: Tx,
  businessId: string,
  { id, reason, mode }: VoidRequest,
  actor: Actor,
): Promise<Voided> {
  const [gift] = await named<GiftRow>(tx, giftLocked, [businessId, id])
  if (!gift) throw new NotFound(`no gift voucher ${id}`)
  const values = { code: giftCodeText(gift.code) }
  if (gift.isVoid && gift.left === 0n) return { code: values.code, warnings: [] }
  if (gift.left === 0n) throw new Refusal('giftVouchers.refusal.usedUp', values, 409)
  const roles = await accountsByRole(tx, businessId)
  const [voucherId, onDate, back] = [newId(), todayIn(actor.at, gift.zone), negate(gift.left)]
  const paid = {
    amount: mode === 'cash' ? gift.left : zero,
    onDate,
    documentId: gift.documentId,
    branchId: gift.branchId,
  }
  const buyer = { partyId: gift.partyId, phone: '', name: '' }
  const judged = await judgeOtherCash(tx, businessId, buyer, { ...paid, direction: 'out' })
  const line = { partyId: null, commodity: 'INR' } as const
  const lines = [
    { ...line, accountId: accountOf(roles, 'gift-vouchers'), amount: gift.left },
    { ...line, accountId: accountOf(roles, mode), amount: back },
  ]
  const voucher = {
    id: voucherId,
    kind: 'payment',
    onDate,
    number: gift.number,
    partyId: gift.partyId,
    narration: reason,
    lines,
  } as const
  const of = { kind: 'voided', onDate, documentId: null, voucherId, reason } as const
  await together([
    post(tx, businessId, voucher, actor),
    moveGifts(tx, businessId, [{ id, amount: back }], of, actor),
    logJudged(tx, businessId, judged, gift.number, actor),
    audit(tx, businessId, actor, {
      action: 'gift.voided',
      entity: 'gift-voucher',
      entityId: id,
      before: { number: gift.number, left_paise: gift.left },
      after: { number: gift.number, left_paise: 0n, reason, mode },
    }),
  ])
  return { code: values.code, warnings: judged.verdict.warnings }
}

export interface Voided {
  readonly code: string
  readonly warnings: readonly CashSaid[]
}

/** So many in one transaction. */
const batch = 500

/**
 * What is left on gift vouchers whose last day is over becomes the shop's. Says how many lapsed: none when nothing is left to
 * do, so that a second call does nothing.
 */
export async function lapseGiftVouchers(
  tx: Tx,
  businessId: string,
  { today, narration }: { today: IsoDate; narration: string },
  actor: Actor,
): Promise<number> {
  const due = await named<{ id: string; left: Paise }>(tx, lapsedLocked, [businessId, today, batch])
  if (due.length === 0) return 0
  const total = sum(due.map(({ left }) => left))
  const roles = await accountsByRole(tx, businessId)
  const line = { partyId: null, commodity: 'INR' } as const
  const lines = [
    { ...line, accountId: accountOf(roles, 'gift-vouchers'), amount: total },
    { ...line, accountId: accountOf(roles, 'vouchers-lapsed'), amount: negate(total) },
  ]
  const voucherId = newId()
  const number = await takeVoucherNumber(tx, businessId, { kind: 'journal', onDate: today })
  const moves = due.map(({ id, left }) => ({ id, amount: negate(left) }))
  const of = { kind: 'lapsed', onDate: today, documentId: null, voucherId } as const
  const after = { number, on_date: today, count: due.length, total_paise: total }
  await together([
    post(tx, businessId, { id: voucherId, kind: 'journal', onDate: today, number, narration, lines }, actor),
    moveGifts(tx, businessId, moves, of, actor),
    audit(tx, businessId, actor, { action: 'gift.lapsed', entity: 'gift-voucher', entityId: voucherId, after }),
  ])
  return due.length
}

interface GiftRow {
  code: string
  left: Paise
  isVoid: boolean
  number: string
  documentId: string
  branchId: string
  partyId: string | null
  zone: string
}

const giftLocked = {
  name: 'gift_vouchers.lock',
  text: `
    select g.code, g.left_paise as left, g.voided_at is not null as "isVoid", d.number, d.id as "documentId", d.branch_id as "branchId",
      g.party_id as "partyId", b.zone
    from gift_voucher g
    join document d on d.business_id = g.business_id and d.id = g.document_id
    join business b on b.id = g.business_id
    where g.business_id = $1 and g.id = $2 for update of g`,
}

const lapsedLocked = {
  name: 'gift_vouchers.lapsed.lock',
  text: `
    select id, left_paise as left from gift_voucher
    where business_id = $1 and left_paise > 0 and expires_on < $2::date order by id limit $3 for update`,
}
