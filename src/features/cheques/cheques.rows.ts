import type { Actor } from '../../core/actor.ts'
import type { ChequeStage } from '../../core/cheque.ts'
import type { IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { type Paise, zero } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'
import type { ChequeRequest } from './taking/taking.commands.ts'

/** What stands on the cheque. Throws Refusal 'cheques.refusal.otherBody' for an id that another cheque has. */
export async function insertCheque(
  tx: Tx,
  businessId: string,
  { request, bankName, requestHash }: { request: ChequeRequest; bankName: string; requestHash: string },
  actor: Actor,
): Promise<void> {
  const { id, direction, partyId, number, bankBranch, chequeDate, amount, onDate, accountId, restAs, note } = request
  const facts = [direction, partyId, number, bankName, bankBranch, chequeDate, amount, onDate, accountId, restAs, note]
  const values = [businessId, id, ...facts, requestHash, actor.userId, actor.name, actor.at]
  await named(tx, chequeInsert, values).catch(refuseOther)
}

export interface NewChequeEvent {
  readonly id: string
  readonly chequeId: string
  readonly from: ChequeStage | 'new'
  readonly to: ChequeStage
  readonly onDate: IsoDate
  /** The receipt or payment that stands after it. */
  readonly documentId: string | null
  readonly voucherId: string | null
  readonly accountId: string | null
  readonly charges?: Paise
  readonly recovered?: Paise
  readonly reason?: string
  readonly requestHash: string
}

/** Appends what happened, which moves the cheque. Throws Refusal 'cheques.refusal.otherBody' as above. */
export async function insertChequeEvent(
  tx: Tx,
  businessId: string,
  event: NewChequeEvent,
  actor: Actor,
): Promise<void> {
  const { id, chequeId, from, to, onDate, documentId, voucherId, accountId, requestHash } = event
  const { charges = zero, recovered = zero, reason = '' } = event
  const moved = [id, chequeId, from, to, onDate, documentId, voucherId, accountId, charges, recovered, reason]
  const values = [businessId, ...moved, requestHash, actor.userId, actor.name, actor.at]
  await named(tx, eventInsert, values).catch(refuseOther)
}

function refuseOther(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('cheques.refusal.otherBody', {}, 409) : error
}

const chequeInsert = {
  name: 'cheques.insert',
  text: `
    insert into cheque (business_id, id, direction, party_id, number, bank_name, bank_branch, cheque_date, amount, on_date, account_id,
      rest_as, note, moved_on, request_hash, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $10, $14, $15, $16, $17)`,
}

const eventInsert = {
  name: 'cheques.event.insert',
  text: `
    insert into cheque_event (business_id, id, cheque_id, from_stage, to_stage, on_date, document_id, voucher_id, account_id,
      charges_paise, recovered_paise, reason, request_hash, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
}
