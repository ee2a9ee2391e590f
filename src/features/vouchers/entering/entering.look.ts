import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { type EntryKind, isLinesKind } from '../../../core/voucher-facts.ts'
import { isId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type ListedItem, listOpenItems } from '../../books/index.ts'
import { kindOf } from './entering.form.ts'
import { resolveNames } from './entering.names.ts'
import { findCashPaid, findPlace, type Place } from './entering.queries.ts'
import { partyField, readRef, refOf, type Typed } from './entering.typed.ts'
import { type Filled, linesView } from './lines.views.ts'
import { taxView } from './tax.views.ts'
import { expenseView, noteView } from './taxed.views.ts'

/** Who looks, where and when. */
export interface Looking {
  t: Translate
  locale: Locale
  today: IsoDate
  mayBackdate: boolean
  branchId: string | undefined
}

export interface Looked {
  kind: EntryKind
  filled: Filled
  place: Place
  items: readonly ListedItem[]
  /** Of an expense that is paid from the cash box: what the same person was paid in cash today. */
  cashBefore: Paise | undefined
}

/** What stands in the form, its names found, with what is needed to show it and to read it. */
export async function look(
  tx: Tx,
  businessId: string,
  { typed, errors = {} }: { typed: Typed; errors?: FieldErrors },
  { t, today, mayBackdate, branchId }: Looking,
): Promise<Looked> {
  const kind = kindOf(typed['kind'])
  const resolved = await resolveNames(tx, businessId, { t, kind, typed })
  const { place, items, cashBefore } = await lookAtParty(tx, businessId, kind, resolved.typed, { branchId, today })
  const { accounts, choices } = resolved
  // What a name can stand for says more than that it stands for nothing.
  const all = { ...errors, ...resolved.errors }
  return {
    kind,
    place,
    items,
    cashBefore,
    filled: { typed: resolved.typed, errors: all, choices, accounts, today, mayBackdate },
  }
}

/** Where the party of a note or expense is, and what is open of it. */
export async function lookAtParty(
  tx: Tx,
  businessId: string,
  kind: EntryKind,
  typed: Typed,
  { branchId, today }: Pick<Looking, 'branchId' | 'today'>,
): Promise<{ place: Place; items: readonly ListedItem[]; cashBefore: Paise | undefined }> {
  const { partyId } = isLinesKind(kind) ? {} : readRef(typed[refOf(partyField)])
  const place = await findPlace(tx, businessId, { partyId, branchId })
  const isNote = kind === 'credit-note' || kind === 'debit-note'
  const paidFrom = kind === 'expense' ? (typed['paid_from'] ?? '') : ''
  return {
    place,
    items: isNote && isId(partyId) ? await listOpenItems(tx, businessId, partyId) : [],
    cashBefore: isId(paidFrom) ? await findCashPaid(tx, businessId, { paidFrom, partyId, onDate: today }) : undefined,
  }
}

/** The page of its kind. */
export function viewOf({ t, locale }: Looking, { kind, filled, place, items, cashBefore }: Looked) {
  const { typed, errors, today } = filled
  if (isLinesKind(kind)) return { name: 'vouchers/lines', model: linesView(t, kind, filled) } as const
  const tax = taxView({ t, locale }, { typed, errors, today, place, items, cashBefore })
  if (kind === 'expense') return { name: 'vouchers/expense', model: expenseView(t, filled, tax) } as const
  return { name: 'vouchers/note', model: noteView(t, kind, filled, tax) } as const
}
