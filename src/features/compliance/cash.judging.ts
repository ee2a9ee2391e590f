import type { Actor } from '../../core/actor.ts'
import { type CashSaid, type CashVerdict, judgeCash, noVerdict } from '../../core/cash-facts.ts'
import type { IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { type Paise, zero } from '../../core/money.ts'
import type { Db } from '../../db/database.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { loadCash, type Person } from './cash.queries.ts'
import { type DecidedPaper, logCash } from './decisions/decisions.commands.ts'

/** Cash that changes hands by a paper which is neither a bill nor a receipt for one. */
export interface OtherCash {
  readonly direction: 'in' | 'out'
  readonly amount: Paise
  readonly onDate: IsoDate
  readonly documentId: string
  readonly branchId: string
}

export interface JudgedCash {
  readonly verdict: CashVerdict
  readonly paper: DecidedPaper
}

/** Cash that a rule forbids: to be logged once nothing else of the paper is left, by `logRefusedCash`. */
export class CashRefused extends Refusal {
  override name = 'CashRefused'
  readonly cash: JudgedCash

  constructor([first]: readonly CashSaid[], cash: JudgedCash) {
    super(first?.key ?? 'cash.refusal.document', { ...first?.values }, 422)
    this.cash = cash
  }
}

/**
 * What the rules of cash say of it, beside what the person paid and was paid that day; the person is locked. The answer is
 * logged in the paper's own transaction by `logJudged`, under its number. Without cash nothing is read. Throws CashRefused.
 */
export async function judgeOtherCash(
  tx: Tx,
  businessId: string,
  person: Person,
  { direction, amount, onDate, documentId, branchId }: OtherCash,
): Promise<JudgedCash> {
  const { partyId, name, phone } = person
  const paper = { documentId, number: '', partyId, name, phone, branchId, onDate, papers: [] }
  if (amount <= 0n) return { verdict: noVerdict, paper }
  const facts = await loadCash(tx, businessId, person, { onDate, hasCash: true, lock: true, bills: 'none' })
  const sums = { now: amount, document: amount, event: amount, billTotal: zero }
  const verdict = judgeCash(facts, { ...sums, onDate, direction, isIdentifying: false })
  const judged = { verdict, paper: { ...paper, papers: facts.papers } }
  if (verdict.refused.length > 0) throw new CashRefused(verdict.refused, judged)
  return judged
}

export const logJudged = (
  tx: Tx,
  businessId: string,
  { verdict, paper }: JudgedCash,
  number: string,
  actor: Actor,
): Promise<void> => logCash(tx, businessId, verdict, { ...paper, number }, actor)

export const logRefusedCash = (db: Db, businessId: string, { cash }: CashRefused, actor: Actor): Promise<void> =>
  inBusiness(db, businessId, (tx) => logCash(tx, businessId, cash.verdict, cash.paper, actor))
