import { type Paise, wholeRupees } from '../../core/money.ts'
import { maskPan } from '../../core/pan.ts'
import { showPhone } from '../../core/phone.ts'
import type { KvRow, VoidView } from '../../web/components.views.ts'
import type { Translate } from '../../words/index.ts'
import { type Address, type Party, stateSaid } from '../parties/index.ts'
import { type Khata, type KhataHead, khataHead, type Reader } from './khata.head.ts'
import type { Period } from './khata.period.ts'

export interface DetailsPage extends KhataHead {
  editHref: string
  archiveAction: string
  contact: readonly KvRow[]
  terms: readonly KvRow[]
}

export interface NotesPage extends KhataHead {
  notes: string
  editHref: string
  empty: VoidView
}

declare module '../../web/views.ts' {
  interface Views {
    'khata/details': DetailsPage
    'khata/notes': NotesPage
  }
}

export function detailsPage(
  reader: Reader,
  khata: Khata,
  period: Period,
  parts: { pan: string; billing: Address; delivery: Address; mayEdit: boolean },
): DetailsPage {
  const { party } = khata
  const { t } = reader
  return {
    ...khataHead(reader, khata, 'details', period),
    editHref: parts.mayEdit ? `/parties/${party.id}/edit` : '',
    archiveAction: parts.mayEdit && !party.isArchived ? `/parties/${party.id}/archive` : '',
    contact: contactRows(t, party, parts),
    terms: termsRows(reader, party),
  }
}

export function notesPage(reader: Reader, khata: Khata, period: Period, mayEdit: boolean): NotesPage {
  const { t } = reader
  const { id, notes } = khata.party
  const editHref = mayEdit ? `/parties/${id}/edit#notes` : ''
  return {
    ...khataHead(reader, khata, 'notes', period),
    notes,
    editHref,
    empty: { icon: 'edit', title: t('khata.notes.empty'), text: t('khata.notes.empty.text'), action: undefined },
  }
}

function contactRows(
  t: Translate,
  party: Party,
  { pan, billing, delivery }: { pan: string; billing: Address; delivery: Address },
): KvRow[] {
  const row = rowOf(t)
  return [
    row(t('shell.phone'), party.phone && showPhone(party.phone), party.phone && `tel:${party.phone}`),
    row(t('shell.email'), party.email, party.email && `mailto:${party.email}`),
    row(t('parties.gstin'), party.gstin),
    row(t('parties.pan'), pan && maskPan(pan)),
    row(t('shell.state'), stateSaid(t, party.state)),
    row(t('parties.billing'), addressLine(t, billing)),
    row(t('parties.delivery'), addressLine(t, delivery)),
  ]
}

function termsRows({ t }: Reader, party: Party): KvRow[] {
  const row = rowOf(t)
  const limit: Paise | null = party.creditLimit
  const days = party.termsDays === 0 ? t('khata.details.onTheDay') : t('shell.days', { count: party.termsDays })
  return [
    row(t('parties.terms'), days),
    row(t('parties.creditLimit'), limit === null ? t('khata.details.noLimit') : `₹${wholeRupees(limit)}`),
    row(t('parties.preferred'), party.preferredPayment ? t(`shell.mode.${party.preferredPayment}`) : t('shell.any')),
    row(t('parties.locale'), party.locale ? t(`shell.lang.${party.locale}`) : t('parties.locale.own')),
  ]
}

const rowOf =
  (t: Translate) =>
  (label: string, value: string, href = ''): KvRow => ({
    label,
    value: value || t('khata.details.none'),
    href,
    kind: 'plain',
  })

const addressLine = (t: Translate, { address, city, pin, state }: Address): string =>
  [address.replaceAll(/\s*\n\s*/g, ', '), city, pin, stateSaid(t, state)].filter(Boolean).join(', ')
