import type { Actor } from '../../../core/actor.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { unmatchReversed } from '../../bank/index.ts'
import { reverse, reverseOpenItems } from '../../books/index.ts'
import { lockMoneyOf } from '../payments.facts.ts'
import { MoneyRefused } from '../payments.request.ts'
import type { Direction, MoneySays } from '../payments.rules.ts'

export interface CancelRequest {
  readonly id: string
  readonly reason: string
  readonly onDate: IsoDate
  /** By the register of cheques, which takes the cheque's other entries back with it. */
  readonly ofCheque?: boolean
}

/**
 * Takes a receipt or payment back by a voucher that reverses it: what it settled is open again, by dated rows, so that
 * every past day still shows what it showed. The number stays. A second time answers with the first.
 * Throws NotFound; MoneyRefused for a missing reason and for a day before the paper or what was last settled with it; Refusal as
 * `unmatchReversed`.
 */
export async function cancelPayment(
  tx: Tx,
  businessId: string,
  request: CancelRequest,
  actor: Actor,
): Promise<{ id: string; number: string }> {
  const [paper] = await named<PaperRow>(tx, paperLocked, [
    businessId,
    request.id,
    actor.userId,
    request.onDate,
    actor.at,
  ])
  if (!paper) throw new NotFound(`no receipt or payment ${request.id}`)
  const answer = { id: paper.id, number: paper.number }
  if (paper.state === 'cancelled') return answer
  const [, [last]] = await together([
    lockMoneyOf(tx, businessId, paper.partyId),
    named<{ on: IsoDate | null }>(tx, lastSettled, [businessId, paper.voucherId]),
  ])
  const refused = check(paper, request, { today: todayIn(actor.at, paper.zone), lastSettledOn: last?.on ?? null })
  if (refused.length > 0) throw new MoneyRefused(refused)
  await write(tx, businessId, paper, { ...request, reason: request.reason.trim() }, actor)
  return answer
}

function check(
  { onDate, lockDate, isOfCheque }: PaperRow,
  request: CancelRequest,
  { today, lastSettledOn }: { today: IsoDate; lastSettledOn: IsoDate | null },
): MoneySays[] {
  if (isOfCheque && !request.ofCheque) return [{ key: 'payments.refusal.ofCheque', field: 'reason' }]
  if (request.reason.trim() === '') return [{ key: 'payments.refusal.cancelReason', field: 'reason' }]
  if (request.onDate > today) return [{ key: 'fields.date.future', field: 'on_date' }]
  if (lockDate !== null && request.onDate <= lockDate) return [{ key: 'errors.locked', field: 'on_date' }]
  const first = lastSettledOn !== null && lastSettledOn > onDate ? lastSettledOn : onDate
  return request.onDate < first ? [{ key: 'payments.refusal.cancelDate', field: 'on_date' }] : []
}

async function write(
  tx: Tx,
  businessId: string,
  paper: PaperRow,
  { reason, onDate, ofCheque = false }: CancelRequest,
  actor: Actor,
): Promise<void> {
  const { id, number, voucherId, kind, total } = paper
  const reversalId = newId()
  await named(tx, markCancelled, [businessId, id, actor.userId, actor.at, reason])
  await reverse(tx, businessId, { voucherId, newId: reversalId, onDate, reason, number }, actor)
  await reverseOpenItems(tx, businessId, { voucherId, reversalId, onDate }, actor)
  // A cheque that bounced did come to the bank, and left it again.
  if (!ofCheque) await unmatchReversed(tx, businessId, { voucherId, reversalId }, actor)
  await together([
    audit(tx, businessId, actor, {
      action: 'payment.cancelled',
      entity: 'payment',
      entityId: id,
      before: { number, state: 'issued', total_paise: total },
      after: { number, state: 'cancelled', reason, on_date: onDate },
    }),
    outbox(tx, businessId, 'payment.cancelled', { id, number, kind }, actor.at),
  ])
}

interface PaperRow {
  id: string
  kind: Direction
  number: string
  state: 'issued' | 'cancelled'
  partyId: string
  onDate: IsoDate
  total: Paise
  voucherId: string
  lockDate: IsoDate | null
  isOfCheque: boolean
  zone: string
}

const paperLocked = {
  name: 'payments.cancel.paper',
  text: `
    select d.id, d.kind, d.number, d.state, d.party_id as "partyId", d.on_date as "onDate", d.total_paise as total,
      v.id as "voucherId", closed_until(b.id, $3, $4, $5) as "lockDate", b.zone,
      exists (select 1 from cheque c where c.business_id = d.business_id and c.document_id = d.id) as "isOfCheque"
    from document d
    join business b on b.id = d.business_id
    join voucher v on v.business_id = d.business_id and v.document_id = d.id and v.kind = d.kind
    where d.business_id = $1 and d.id = $2 and d.kind in ('receipt', 'payment')
    for update of d`,
}

const lastSettled = {
  name: 'payments.cancel.last_settled',
  text: `
    select max(a.on_date) as "on"
    from open_item i join allocation a on a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)
    where i.business_id = $1 and i.voucher_id = $2`,
}

const markCancelled = {
  name: 'payments.cancel.mark',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}
