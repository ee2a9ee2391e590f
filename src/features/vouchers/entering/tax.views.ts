import type { IsoDate } from '../../../core/dates.ts'
import { add, type Paise, rupees, zero } from '../../../core/money.ts'
import { sgstName, taxTotal } from '../../../core/tax.ts'
import { warnOfCashPaid } from '../../../core/voucher-entry.ts'
import { isEntryTaxed } from '../../../core/voucher-facts.ts'
import { owedTo, taxOf } from '../../../core/voucher-tax.ts'
import type { KvRow, SelectView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ListedItem } from '../../books/index.ts'
import { kindOf, parseEntry } from './entering.form.ts'
import type { Place } from './entering.queries.ts'
import type { Typed } from './entering.typed.ts'

/** What a bill or note comes to, and of a note which bill it settles: swapped as one types. */
export interface TaxView {
  /** Of a note with a party. */
  against: SelectView | undefined
  sums: readonly KvRow[]
  note: string
  /** What the law says of an expense that is paid in cash. */
  warning: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'vouchers/_tax': TaxView
  }
}

export interface Taxed {
  typed: Typed
  errors?: FieldErrors
  today: IsoDate
  place: Place
  /** Of a note: what is open of its party. */
  items: readonly ListedItem[]
  /** Of an expense that is paid from the cash box: what the same person was paid in cash today. */
  cashBefore: Paise | undefined
}

export function taxView({ t, locale }: { t: Translate; locale: Locale }, taxed: Taxed): TaxView {
  const { typed, errors = {}, items } = taxed
  const kind = kindOf(typed['kind'])
  const sums = sumsOf(t, taxed)
  if (kind === 'expense') return { against: undefined, ...sums }
  const side = kind === 'credit-note' ? 'debit' : 'credit'
  const open = items.filter((item) => item.side === side && item.kind !== 'note').slice(0, 50)
  const choices = open.map((item) => ({
    value: item.id,
    text: t('vouchers.note.bill', {
      number: item.number || t('vouchers.note.unnumbered'),
      date: showDate(locale, item.onDate),
      open: rupees(item.openAmount),
    }),
  }))
  const f = formFields(t, { values: typed, errors })
  const none = { value: '', text: t('vouchers.note.none') }
  const against = f.select('against', 'vouchers.note.against', [none, ...choices], {
    hint: 'vouchers.note.against.hint',
    width: 'w-form',
  })
  return { against: open.length > 0 ? against : undefined, ...sums }
}

function sumsOf(t: Translate, { typed, today, place, cashBefore }: Taxed): Omit<TaxView, 'against'> {
  const parsed = parseEntry(onlySums(typed), today, place)
  if (!parsed.ok || !isEntryTaxed(parsed.value)) return { sums: [], note: '', warning: '' }
  const request = parsed.value
  const tax = taxOf(place, request)
  const { heads, supply } = tax
  const isExpense = request.kind === 'expense'
  const roundOff = isExpense ? request.roundOff : zero
  const total = isExpense ? owedTo(request, heads) : add(request.taxable, taxTotal(heads))
  const row = (label: string, amount: Paise, kind: KvRow['kind'] = 'plain'): KvRow => ({
    label,
    value: rupees(amount),
    href: '',
    kind,
  })
  const states =
    supply === 'intra'
      ? [row('CGST', heads.cgst), row(sgstName(request.placeOfSupply), heads.sgst)]
      : [row('IGST', heads.igst)]
  return {
    sums: [
      row(t('vouchers.taxable'), request.taxable),
      ...(request.rateBp > 0 ? states : []),
      ...(heads.cess === zero ? [] : [row(t('reverseCharge.cess'), heads.cess)]),
      ...(tax.isReverseCharge ? [row(t('reverseCharge.government'), taxTotal(heads))] : []),
      ...(roundOff === zero ? [] : [row(t('vouchers.roundOff'), roundOff)]),
      row(t(tax.isReverseCharge ? 'reverseCharge.supplier' : 'shell.total'), total, 'sum'),
    ],
    note: noteOf(t, request.kind, taxTotal(heads) > 0n, tax),
    warning: cashBefore === undefined ? '' : warningOf(t, total, cashBefore),
  }
}

function warningOf(t: Translate, total: Paise, before: Paise): string {
  const [said] = warnOfCashPaid(total, before, 'paid_from')
  return said && isWordKey(said.key) ? t(said.key, said.values) : ''
}

function noteOf(
  t: Translate,
  kind: string,
  hasTax: boolean,
  { isInputCredit, isReverseCharge }: { isInputCredit: boolean; isReverseCharge: boolean },
): string {
  if (!hasTax || kind === 'credit-note') return ''
  if (isReverseCharge) return t(isInputCredit ? 'reverseCharge.isCredit' : 'reverseCharge.isCost')
  if (kind === 'debit-note') return t(isInputCredit ? 'vouchers.tax.givenBack' : 'vouchers.tax.ofReturn')
  return t(isInputCredit ? 'vouchers.tax.isCredit' : 'vouchers.tax.isCost')
}

/** What the sums do not depend on cannot keep them from being shown. */
const onlySums = (typed: Typed): Typed => ({
  kind: typed['kind'] ?? '',
  reason: 'other',
  'party.ref': 'p.any',
  taxable: typed['taxable'] ?? '',
  rate: typed['rate'] ?? '',
  supplier_state: typed['supplier_state'] ?? '',
  place: typed['place'] ?? '',
  credit: typed['credit'] ?? '',
  round_off: typed['round_off'] ?? '',
  cess: typed['cess'] ?? '',
  reverse_charge: typed['reverse_charge'] ?? '',
})
