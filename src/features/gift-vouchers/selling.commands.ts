import { createHash } from 'node:crypto'
import type { Actor } from '../../core/actor.ts'
import { financialYear, todayIn } from '../../core/dates.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import { giftCode } from '../../core/gift-voucher.ts'
import { negate, paise, zero } from '../../core/money.ts'
import { accountOf } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { outbox } from '../../jobs/outbox.ts'
import { audit } from '../audit/index.ts'
import { accountsByRole, branchPrefix, post, takeNumber } from '../books/index.ts'
import { judgeOtherCash, logJudged } from '../compliance/index.ts'
import { moveGifts } from './gifts.commands.ts'
import type { GiftSale } from './gifts.rules.ts'

export interface SellOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  /** At least 128 random bits each time. */
  readonly random: () => bigint
}

export interface GiftsSold {
  readonly id: string
  readonly number: string
}

/**
 * Sells gift vouchers at their face value, today: a paper with its own number, and the money is owed until they are used.
 * No tax: that comes with the bill which they pay. The same id with the same request answers with the first sale. Throws
 * NotFound; CashRefused; Refusal 'giftVouchers.refusal.otherBody' (409), 'errors.locked'; a unique violation
 * for two at one instant.
 */
export async function sellGiftVouchers(
  tx: Tx,
  businessId: string,
  sale: GiftSale,
  actor: Actor,
  { branchId, random }: SellOptions,
): Promise<GiftsSold> {
  const { id, amount, count, expiresOn, partyId, mode, reference } = sale
  const requestHash = hashOf(sale)
  const [houses, before, roles] = await together([
    named<House>(tx, houseOf, [businessId, branchId ?? null]),
    named<{ number: string; hash: string }>(tx, saleThere, [businessId, id]),
    accountsByRole(tx, businessId),
  ])
  const [[house], [first]] = [houses, before]
  if (first) {
    if (first.hash !== requestHash) throw new Refusal('giftVouchers.refusal.otherBody', {}, 409)
    return { id, number: first.number }
  }
  if (!house) throw new NotFound('no such branch')
  const total = paise(amount * BigInt(count))
  const onDate = todayIn(actor.at, house.zone)
  const given = { amount: mode === 'cash' ? total : zero, onDate, documentId: id, branchId: house.branchId }
  const buyer = { partyId, phone: '', name: '' }
  const judged = await judgeOtherCash(tx, businessId, buyer, { ...given, direction: 'in' })
  const series = {
    documentKind: 'gift-voucher',
    branchId: house.branchId,
    fyLabel: financialYear(onDate, house.fyStartMonth).label,
    defaultPrefix: branchPrefix('GV', house.ordinal),
  }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const accountId = accountOf(roles, mode)
  const line = { partyId: null, commodity: 'INR' } as const
  const lines = [
    { ...line, accountId, amount: total },
    { ...line, accountId: accountOf(roles, 'gift-vouchers'), amount: negate(total) },
  ]
  const voucherId = newId()
  const gifts = Array.from({ length: count }, () => ({ id: newId(), amount, code: giftCode(random()) }))
  const columns = [gifts.map((gift) => gift.id), gifts.map((gift) => gift.code)]
  const paper = [id, seriesId, number, onDate, partyId, house.branchId, total, requestHash]
  await together([
    named(tx, paperInsert, [businessId, ...paper, actor.userId, actor.name, actor.at]),
    named(tx, tenderInsert, [businessId, id, mode, accountId, total, reference]),
    post(
      tx,
      businessId,
      { id: voucherId, kind: 'receipt', onDate, number, partyId, documentId: id, narration: '', lines },
      actor,
    ),
    named(tx, giftsInsert, [businessId, id, partyId, amount, onDate, expiresOn, ...columns]),
    moveGifts(tx, businessId, gifts, { kind: 'sold', onDate, documentId: id, voucherId }, actor),
    logJudged(tx, businessId, judged, number, actor),
    audit(tx, businessId, actor, {
      action: 'gift.sold',
      entity: 'gift-voucher',
      entityId: id,
      after: { number, on_date: onDate, count, amount_paise: amount, total_paise: total, mode, expires_on: expiresOn },
    }),
    outbox(tx, businessId, 'gift-voucher.sold', { id, number }, actor.at),
  ])
  return { id, number }
}

function hashOf({ id: _id, ...sale }: GiftSale): string {
  const text = JSON.stringify(Object.entries(sale).sort(), (_key, part) =>
    typeof part === 'bigint' ? String(part) : part,
  )
  return createHash('sha256').update(text).digest('hex')
}

interface House {
  branchId: string
  fyStartMonth: number
  zone: string
  ordinal: number
}

const houseOf = {
  name: 'gift_vouchers.house',
  text: `
    select r.id as "branchId", b.fy_start_month as "fyStartMonth", b.zone,
      (select count(*) from branch o where o.business_id = b.id and o.id <= r.id)::int as ordinal
    from business b
    join branch r on r.business_id = b.id
      and r.id = coalesce($2::uuid, (select m.id from branch m where m.business_id = $1 and m.is_main order by m.id limit 1))
    where b.id = $1`,
}

const saleThere = {
  name: 'gift_vouchers.sale.before',
  text: 'select number, request_hash as hash from document where business_id = $1 and id = $2',
}

// The snapshots have the shape of a bill's; it is no supply, and the State is where it was written. A buyer of another business is none.
const paperInsert = {
  name: 'gift_vouchers.paper.insert',
  text: `
    insert into document (business_id, id, kind, state, series_id, number, on_date, party_id, branch_id, place_of_supply, supply,
      total_paise, request_hash, issued_by, issued_by_name, issued_at, party_snapshot, seller_snapshot)
    select $1, $2, 'gift-voucher', 'issued', $3, $4, $5, $6::uuid, $7, r.state, 'intra', $8, $9, $10, $11, $12,
      jsonb_build_object('id', p.id, 'name', coalesce(p.name, ''), 'phone', coalesce(p.phone, ''), 'email', coalesce(p.email, ''),
        'gstin', coalesce(p.gstin, ''), 'locale', coalesce(p.locale, ''), 'state', coalesce(p.state, ''), 'address', ''),
      jsonb_build_object('name', b.name, 'legalName', b.legal_name, 'gstin', coalesce(g.gstin, ''), 'state', r.state,
        'address', coalesce(nullif(r.address, ''), concat_ws(', ', nullif(b.address, ''), nullif(b.city, ''), nullif(b.pin, ''))),
        'phone', coalesce(nullif(r.phone, ''), b.phone), 'email', b.email, 'upiVpa', b.upi_vpa, 'bankName', b.bank_name,
        'bankAccount', b.bank_account, 'bankIfsc', b.bank_ifsc, 'bankBranch', b.bank_branch, 'terms', b.terms,
        'isComposition', b.tax_scheme = 'composition', 'accent', b.accent, 'logoSha256', b.logo_sha256, 'locale', b.locale)
    from business b
    join branch r on r.business_id = b.id and r.id = $7
    left join party p on p.business_id = b.id and p.id = $6::uuid
    left join gst_registration g on g.business_id = r.business_id and g.id = r.registration_id
    where b.id = $1`,
}

const tenderInsert = {
  name: 'gift_vouchers.tender.insert',
  text: `
    insert into document_tender (business_id, document_id, line, mode, account_id, amount_paise, reference)
    values ($1, $2, 1, $3, $4, $5, $6)`,
}

const giftsInsert = {
  name: 'gift_vouchers.insert',
  text: `
    insert into gift_voucher (business_id, document_id, party_id, amount_paise, left_paise, sold_on, expires_on, id, code)
    select $1, $2, $3::uuid, $4::bigint, $4::bigint, $5::date, $6::date, g.* from unnest($7::uuid[], $8::text[]) as g`,
}
