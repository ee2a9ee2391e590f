import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, rupees, sum } from '../../../core/money.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { shownOf } from '../payments.bills.ts'
import { loadMoney } from '../payments.facts.ts'
import { amountOf, billOf, isProposalStale, readLoosely, type Typed, totalOf, withProposal } from '../payments.form.ts'
import { type Direction, decideMoney, propose, saidAt, settledBy } from '../payments.rules.ts'
import { type Dues, findDues, findPartyOfPaper } from './making.queries.ts'
import { freshForm, type Shown } from './making.views.ts'

/** Who looks, where and when. */
export interface Looking {
  direction: Direction
  branchId: string | undefined
  today: IsoDate
  at: Date
  by: string
  mayBackdate: boolean
}

/** A new form: undefined until it is known whose money it is. A paper that was named is to be paid in full. */
export async function lookAtNew(
  tx: Tx,
  businessId: string,
  { party, document }: { party: string; document: string },
  looking: Looking,
): Promise<Shown | undefined> {
  const partyId = party || (await findPartyOfPaper(tx, businessId, document))
  if (!partyId) return undefined
  const dues = await findDues(tx, businessId, partyId)
  const { today, mayBackdate } = looking
  const typed = prefilled(looking.direction, dues, { document, today })
  // What a paper put there is judged before it is saved, as what a person types.
  const says = totalOf(typed) > 0n ? await heard(tx, businessId, typed, looking) : { refused: [], warnings: [] }
  return { dues, typed, errors: {}, today, mayBackdate, says }
}

/** What stands in the form, with what the rules say of it. Throws NotFound for a party that is not there. */
export async function look(
  tx: Tx,
  businessId: string,
  { typed, errors = {} }: { typed: Typed; errors?: FieldErrors },
  looking: Looking,
): Promise<Shown> {
  const { direction, today, mayBackdate } = looking
  const dues = await findDues(tx, businessId, typed['party_id'] ?? '')
  const split = proposed(direction, dues, typed)
  const says = await heard(tx, businessId, split, looking)
  return { dues, typed: split, errors: atShown(direction, dues, split, errors), today, mayBackdate, says }
}

/** What the rules say of it: a word about cash also where something else is still wrong. */
async function heard(tx: Tx, businessId: string, typed: Typed, looking: Looking): Promise<Shown['says']> {
  const { direction, branchId, today, at, by, mayBackdate } = looking
  const asked = readLoosely(typed, today)
  const { facts } = await loadMoney(tx, businessId, direction, asked, { branchId, mayBackdate, at, by, lock: false })
  const outcome = decideMoney(direction, facts, asked)
  return 'refused' in outcome
    ? { refused: outcome.refused, warnings: saidAt('amount', outcome.cash.warnings) }
    : { refused: [], warnings: outcome.ok.warnings }
}

/** Oldest first, when that was asked for, or when nobody chose otherwise and the amount has changed. */
function proposed(direction: Direction, { items }: Dues, typed: Typed): Typed {
  const total = totalOf(typed)
  if (typed['propose'] !== '1' && !isProposalStale(typed, total)) return typed
  return proposal(direction, items, typed, total)
}

function proposal(direction: Direction, items: Dues['items'], typed: Typed, total: Paise): Typed {
  const rows = rowsOf(direction, items, typed)
  const ids = rows.map(({ id }) => id)
  return withProposal(typed, ids, propose(rows, total, typed['document'] || undefined), total)
}

function prefilled(direction: Direction, dues: Dues, { document, today }: { document: string; today: IsoDate }): Typed {
  const open = dues.items.filter(({ side }) => side === settledBy(direction))
  const named = document === '' ? [] : open.filter(({ documentId }) => documentId === document)
  if (named.length === 0) return freshForm(dues, open, { today })
  const total = sum(named.map(({ openAmount }) => openAmount))
  return proposal(
    direction,
    dues.items,
    freshForm(dues, open, { today, document, [amountOf(0)]: rupees(total) }),
    total,
  )
}

/** A bill that is settled meanwhile has no field any more: its error stands over all of them. */
function atShown(direction: Direction, { items }: Dues, typed: Typed, errors: FieldErrors): FieldErrors {
  const names = new Set(rowsOf(direction, items, typed).map(({ id }) => billOf(id)))
  const moved = Object.entries(errors).map(
    ([name, said]) => [name.startsWith('bills.') && !names.has(name) ? 'bills' : name, said] as const,
  )
  return Object.fromEntries(moved)
}

const rowsOf = (direction: Direction, items: Dues['items'], typed: Typed) =>
  shownOf(
    items.filter(({ side }) => side === settledBy(direction)),
    typed['document'],
  )
