import type { Actor } from '../../core/actor.ts'
import { judgeBill } from '../../core/bill-cash.ts'
import type { CashVerdict } from '../../core/cash-facts.ts'
import { type InvoiceDecision, settleInvoice } from '../../core/invoice.ts'
import type { InvoiceRequest } from '../../core/invoice-facts.ts'
import { priceInvoice } from '../../core/invoice-price.ts'
import type { Db } from '../../db/database.ts'
import type { Vault } from '../../db/fields.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { type DecidedPaper, keepIdentity, logCash } from '../compliance/index.ts'
import type { LoadedFacts } from './sales.facts.ts'

/** What the cash rules said of a bill that was refused, to be logged once nothing else of it is left. */
export interface RefusedCash {
  readonly verdict: CashVerdict
  readonly paper: DecidedPaper
}

/** None where no rule of cash refused it. */
export function cashRefused({ facts, house }: LoadedFacts, request: InvoiceRequest): RefusedCash | undefined {
  const { totals } = priceInvoice(facts, request)
  const verdict = judgeBill(facts, request, {
    ...settleInvoice(facts, request, totals.payable),
    payable: totals.payable,
  })
  if (verdict.refused.length === 0) return undefined
  return { verdict, paper: paperOf(request, { facts, branchId: house.branchId, number: '' }) }
}

export const logRefused = (db: Db, businessId: string, { verdict, paper }: RefusedCash, actor: Actor): Promise<void> =>
  inBusiness(db, businessId, (tx) => logCash(tx, businessId, verdict, paper, actor))

/** In the bill's own transaction: what the rules said, and by what its buyer was known. */
export async function writeCash(
  tx: Tx,
  businessId: string,
  bill: {
    request: InvoiceRequest
    loaded: LoadedFacts
    decision: InvoiceDecision
    number: string
    vault: Vault | undefined
  },
  actor: Actor,
): Promise<void> {
  const { request, loaded, decision, number, vault } = bill
  const { facts, house } = loaded
  const payable = decision.totals.payable
  const verdict = judgeBill(facts, request, { payable, kept: decision.tenders, taken: decision.taken })
  const paper = paperOf(request, { facts, branchId: house.branchId, number })
  const { identity } = request
  const isIdentified = verdict.outcomes.some(({ outcome }) => outcome === 'identified')
  if (isIdentified && identity && !vault) throw new Error('who takes a PAN or Form 60 seals it')
  const { documentId, partyId, onDate } = paper
  const name = paper.name || (facts.party?.name ?? '')
  const kept = { documentId, partyId, name, onDate, amount: payable }
  await together([
    logCash(tx, businessId, verdict, paper, actor),
    isIdentified && identity && vault ? keepIdentity(tx, businessId, { ...kept, identity }, actor, vault) : undefined,
  ])
}

function paperOf(
  { id, onDate, buyer }: InvoiceRequest,
  { facts, branchId, number }: { facts: LoadedFacts['facts']; branchId: string; number: string },
): DecidedPaper {
  const { name, phone } = buyer.kind === 'walk-in' ? buyer : { name: '', phone: '' }
  const partyId = buyer.kind === 'party' ? buyer.partyId : null
  return { documentId: id, number, partyId, name, phone, branchId, onDate, papers: facts.cash?.papers ?? [] }
}
