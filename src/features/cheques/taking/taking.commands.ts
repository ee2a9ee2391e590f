import type { Actor } from '../../../core/actor.ts'
import type { Rest } from '../../../core/allocation.ts'
import { type ChequeDirection, isPostDated, isStale } from '../../../core/cheque.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { type Paise, rupees } from '../../../core/money.ts'
import { isId, newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { typedDate } from '../../books/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { type ChequeOptions, enterCheque } from '../cheques.money.ts'
import { type BankAccount, listBanks } from '../cheques.queries.ts'
import { insertCheque, insertChequeEvent } from '../cheques.rows.ts'

/** What stands on a cheque that came in or was given: made by the form, read and never trusted. */
export interface ChequeRequest {
  readonly id: string
  readonly direction: ChequeDirection
  readonly partyId: string
  /** Six digits. */
  readonly number: string
  /** Of one received; one issued bears the name of our account. */
  readonly bankName: string
  readonly bankBranch: string
  readonly chequeDate: IsoDate
  readonly amount: Paise
  /** When it changed hands. */
  readonly onDate: IsoDate
  /** The bank that one issued is drawn on. */
  readonly accountId: string | null
  /** What is more than the bills. */
  readonly restAs: Rest
  readonly note: string
  /** The person saw that such a cheque is in the register already. */
  readonly isConfirmed?: boolean
}

/**
 * Takes a cheque into the register. One whose date has come is a receipt or payment at once; a post-dated one does not
 * touch the books. The same id with the same request is done once. Throws NotFound, Refusal 409
 * 'cheques.refusal.otherBody', 'cheques.refusal.duplicate', '.stale', '.bank', '.number', '.amount' and
 * 'fields.date.future'; as `receivePayment` and `makePayment`.
 */
export async function takeCheque(
  tx: Tx,
  businessId: string,
  request: ChequeRequest,
  actor: Actor,
  options: ChequeOptions = {},
): Promise<{ id: string; isEntered: boolean }> {
  const { id, direction, onDate, chequeDate } = request
  const facts = await loadFacts(tx, businessId, request)
  const requestHash = hashOf(request)
  if (facts.existing) {
    if (facts.existing.requestHash !== requestHash) throw new Refusal('cheques.refusal.otherBody', {}, 409)
    return { id, isEntered: facts.existing.isEntered }
  }
  const today = todayIn(actor.at, facts.zone)
  const bankName = check(request, facts, today)
  const isEntered = !isPostDated(request, today)
  const enteredOn = isPostDated(request, onDate) ? chequeDate : onDate
  const drawn = { ...request, bankName }
  const documentId = isEntered ? await enterCheque(tx, businessId, drawn, enteredOn, { actor, options }) : null
  const stage = direction === 'received' ? 'received' : 'issued'
  const event = { id: newId(), chequeId: id, from: 'new', to: stage, onDate, documentId, voucherId: null } as const
  await together([
    insertCheque(tx, businessId, { request, bankName, requestHash }, actor),
    insertChequeEvent(tx, businessId, { ...event, accountId: request.accountId, requestHash }, actor),
    audit(tx, businessId, actor, {
      action: direction === 'received' ? 'cheque.taken' : 'cheque.issued',
      entity: 'cheque',
      entityId: id,
      after: {
        party: facts.partyName,
        number: request.number,
        bank: bankName,
        cheque_date: chequeDate,
        amount_paise: request.amount,
        on_date: onDate,
      },
    }),
    outbox(tx, businessId, `cheque.${stage}`, { id }, actor.at),
  ])
  return { id, isEntered }
}

interface Facts {
  partyName: string
  zone: string
  existing: { requestHash: string; isEntered: boolean } | undefined
  banks: BankAccount[]
  twin: { chequeDate: IsoDate; amount: Paise } | undefined
}

/** The party first: whoever presses the same form, or moves its money, is waited for. Throws NotFound. */
async function loadFacts(tx: Tx, businessId: string, request: ChequeRequest): Promise<Facts> {
  const { id, partyId, number, bankName, accountId } = request
  if (!isId(partyId)) throw new NotFound('no such party')
  const [, [party], [existing], banks, [twin]] = await together([
    lockMoneyOf(tx, businessId, partyId),
    named<{ name: string; zone: string }>(tx, partyById, [businessId, partyId]),
    named<{ requestHash: string; isEntered: boolean }>(tx, existingById, [businessId, id]),
    listBanks(tx, businessId),
    named<{ chequeDate: IsoDate; amount: Paise }>(tx, twinOf, [businessId, partyId, number, bankName, accountId]),
  ])
  if (!party) throw new NotFound(`no party ${partyId}`)
  return { partyName: party.name, zone: party.zone, existing, banks, twin }
}

/** Says the name of the bank. */
function check(request: ChequeRequest, { banks, twin }: Facts, today: IsoDate): string {
  const { direction, number, amount, onDate, accountId } = request
  if (!/^[0-9]{6}$/.test(number)) throw new Refusal('cheques.refusal.number')
  if (amount <= 0n) throw new Refusal('cheques.refusal.amount')
  if (onDate > today) throw new Refusal('fields.date.future')
  if (isStale(request, onDate)) throw new Refusal('cheques.refusal.stale')
  const drawnOn = banks.find(({ id }) => id === accountId)
  if (direction === 'issued' && !drawnOn) throw new Refusal('cheques.refusal.bank')
  if (twin && !request.isConfirmed)
    throw new Refusal('cheques.refusal.duplicate', { date: typedDate(twin.chequeDate), amount: rupees(twin.amount) })
  return drawnOn?.name ?? request.bankName
}

/** What was confirmed is no part of what is asked for. */
function hashOf({ isConfirmed: _confirmed, ...request }: ChequeRequest): string {
  const { direction, partyId, number, bankName, bankBranch, chequeDate, amount, onDate, accountId } = request
  const facts = [direction, partyId, number, bankName, bankBranch, chequeDate, amount, onDate, accountId]
  return hashOfRequest([...facts, request.restAs, request.note])
}

const partyById = {
  name: 'cheques.party',
  text: `
    select p.name, b.zone from party p join business b on b.id = p.business_id
    where p.business_id = $1 and p.id = $2`,
}

const existingById = {
  name: 'cheques.existing',
  text: `
    select request_hash as "requestHash", document_id is not null as "isEntered" from cheque
    where business_id = $1 and id = $2`,
}

const twinOf = {
  name: 'cheques.twin',
  text: `
    select cheque_date as "chequeDate", amount from cheque
    where business_id = $1 and party_id = $2 and number = $3 and (lower(bank_name) = lower($4) or account_id = $5::uuid)
    order by id desc limit 1`,
}
