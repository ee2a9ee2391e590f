import type { Actor } from '../../../core/actor.ts'
import { type ChequeStep, checkStep, stageAfter } from '../../../core/cheque.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { accountsByRole, post, takeVoucherNumber } from '../../books/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { type ChequeOptions, enterCheque, nameOfCheque } from '../cheques.money.ts'
import { type Cheque, type ChequeEvent, findCheque, listBanks } from '../cheques.queries.ts'
import { insertChequeEvent } from '../cheques.rows.ts'
import { actionOf, stateOf } from '../cheques.rules.ts'
import { takeBack } from './bouncing.commands.ts'

/** One step of one cheque. */
export interface MoveRequest {
  readonly id: string
  readonly chequeId: string
  readonly step: ChequeStep
  readonly onDate: IsoDate
  /** The bank that a cheque is put into. */
  readonly accountId: string | null
  /** Why it bounced, was given back or cancelled. */
  readonly reason: string
  /** What the bank took for it, and what of that the party is to pay: of a bounced one. */
  readonly charges: Paise
  readonly recovered: Paise
  /** The GST in the charges, as the bank's advice has it, when it is to be taken as input credit. */
  readonly gst?: ChargeGst | undefined
}

export interface ChargeGst {
  readonly amount: Paise
  /** CGST with SGST, or IGST. */
  readonly supply: 'intra' | 'inter'
}

/** What a step made: the paper that stands after it, and the entry it wrote beside that. */
export interface Moved {
  documentId: string | null
  voucherId: string | null
  accountId: string | null
}

/**
 * Brings a cheque one step on, with all its entries in the same transaction. The same id with the same request is done
 * once. Throws NotFound, Refusal 409 'cheques.refusal.otherBody', as `checkStep`, 'cheques.refusal.bank', '.reason' and
 * those of `checkGst`, 'errors.locked', and as `receivePayment`, `makePayment` and `cancelPayment`.
 */
export async function moveCheque(
  tx: Tx,
  businessId: string,
  request: MoveRequest,
  actor: Actor,
  options: ChequeOptions = {},
): Promise<void> {
  const { id, chequeId, step, onDate, charges, recovered } = request
  const reason = request.reason.trim()
  const { cheque, events } = await findCheque(tx, businessId, chequeId, { lock: true })
  const requestHash = hashOf({ ...request, reason })
  if (isRepeat(events, id, requestHash)) return
  checkStep(stateOf(cheque), step, onDate, todayIn(actor.at, cheque.zone))
  const asked = { ...request, reason }
  const moved = await perform(tx, businessId, { cheque, events, asked }, { actor, options })
  const to = stageAfter(step, cheque.stage)
  const given = { id, chequeId, from: cheque.stage, to, onDate, charges, recovered, reason, requestHash }
  await together([
    insertChequeEvent(tx, businessId, { ...given, ...moved }, actor),
    audit(tx, businessId, actor, {
      action: actionOf[step],
      entity: 'cheque',
      entityId: chequeId,
      before: { stage: cheque.stage },
      after: {
        stage: to,
        party: cheque.partyName,
        number: cheque.number,
        amount_paise: cheque.amount,
        on_date: onDate,
        ...(reason !== '' && { reason }),
        ...(charges > 0n && { charges_paise: charges }),
        ...(asked.gst && { gst_paise: asked.gst.amount }),
        ...(recovered > 0n && { recovered_paise: recovered }),
      },
    }),
    outbox(tx, businessId, actionOf[step], { id: chequeId }, actor.at),
  ])
}

/** What one step is decided from. */
export interface Moving {
  cheque: Cheque
  events: readonly ChequeEvent[]
  asked: MoveRequest
}

async function perform(
  tx: Tx,
  businessId: string,
  moving: Moving,
  by: { actor: Actor; options: ChequeOptions },
): Promise<Moved> {
  const { cheque, asked } = moving
  const { documentId, accountId } = cheque
  switch (asked.step) {
    case 'enter':
      return { documentId: await enter(tx, businessId, moving, by), voucherId: null, accountId }
    case 'deposit':
      return deposit(tx, businessId, moving, by)
    case 'clear':
      return { documentId, voucherId: null, accountId }
    case 'bounce':
    case 'return':
    case 'cancel':
      return takeBack(tx, businessId, moving, by)
  }
}

/** A cheque that we gave is dated by its own date, also when someone enters it days later. */
function enter(
  tx: Tx,
  businessId: string,
  { cheque, asked: { onDate } }: Moving,
  { actor, options }: { actor: Actor; options: ChequeOptions },
): Promise<string> {
  const isOwnDate = cheque.direction === 'issued' && onDate === cheque.chequeDate
  const may = { ...options, mayBackdate: options.mayBackdate === true || isOwnDate }
  return enterCheque(tx, businessId, cheque, onDate, { actor, options: may })
}

/** Out of the drawer, into the bank. One that was not in the books yet comes into them first. */
async function deposit(
  tx: Tx,
  businessId: string,
  moving: Moving,
  by: { actor: Actor; options: ChequeOptions },
): Promise<Moved> {
  const { cheque, asked } = moving
  const banks = await listBanks(tx, businessId)
  const bank = banks.find(({ id }) => id === asked.accountId)
  if (!bank) throw new Refusal('cheques.refusal.bank')
  // Everyone takes the party, then numbers, then posts: in any other order two would wait for each other.
  await lockMoneyOf(tx, businessId, cheque.partyId)
  const { onDate } = asked
  const { branchId } = by.options
  const number = await takeVoucherNumber(tx, businessId, { kind: 'contra', onDate, branchId })
  const documentId = cheque.documentId ?? (await enter(tx, businessId, moving, by))
  const roles = await accountsByRole(tx, businessId)
  const { amount } = cheque
  const lines = [
    { accountId: bank.id, commodity: 'INR', amount },
    { accountId: accountOf(roles, 'cheques'), commodity: 'INR', amount: -amount },
  ] as const
  const voucherId = newId()
  const narration = `${nameOfCheque(cheque)} · ${cheque.partyName}`
  const voucher = { id: voucherId, kind: 'contra', onDate, number, narration, lines } as const
  await post(tx, businessId, voucher, by.actor)
  return { documentId, voucherId, accountId: bank.id }
}

function isRepeat(events: readonly ChequeEvent[], id: string, hash: string): boolean {
  const before = events.find((event) => event.id === id)
  if (before && before.requestHash !== hash) throw new Refusal('cheques.refusal.otherBody', {}, 409)
  return before !== undefined
}

function hashOf({ chequeId, step, onDate, accountId, reason, charges, recovered, gst }: MoveRequest): string {
  const asked = [chequeId, step, onDate, accountId, reason, charges, recovered]
  return hashOfRequest(gst ? [...asked, gst.amount, gst.supply] : asked)
}
