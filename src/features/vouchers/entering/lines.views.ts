import type { IsoDate } from '../../../core/dates.ts'
import { absolute, type Paise, rupees } from '../../../core/money.ts'
import { creditsOf, debitsOf, differenceOf } from '../../../core/voucher-entry.ts'
import { type ItemChoice, itemChoices, type LinesKind } from '../../../core/voucher-facts.ts'
import type { AreaView, FieldView, OptionView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type KindsView, kindsView } from '../vouchers.views.ts'
import { readLoosely } from './entering.form.ts'
import type { Named } from './entering.names.ts'
import type { OpenAccount } from './entering.queries.ts'
import {
  creditOf,
  debitOf,
  dueOf,
  itemAsOf,
  lineOf,
  nameOf,
  pickOf,
  readRef,
  refOf,
  rowsIn,
  type Typed,
  wasOf,
} from './entering.typed.ts'

export interface LinesFormView {
  summary: SummaryView
  head: TitleView
  kinds: KindsView
  id: string
  kind: LinesKind
  rowCount: number
  onDate: FieldView
  narration: AreaView
  rows: readonly LineView[]
  /** Offered by the browser itself, where no script runs. */
  names: readonly string[]
  sums: SumsView
  /** Of the lines together; empty for none. */
  error: string
  templateName: FieldView
  isTemplateOpen: boolean
}

export interface LineView {
  number: string
  name: CellView
  refName: string
  ref: string
  wasName: string
  was: string
  pickName: string
  picks: readonly OptionView[]
  debit: CellView
  credit: CellView
  isParty: boolean
  asName: string
  as: readonly OptionView[]
  due: CellView | undefined
  errors: readonly { id: string; text: string }[]
}

interface CellView {
  id: string
  name: string
  value: string
  label: string
  describedBy: string
}

/** The sums under the lines, with the words that the script says them in as one types. */
export interface SumsView {
  debit: string
  credit: string
  said: string
  tone: 'good' | 'warn' | ''
  even: string
  debitMore: string
  creditMore: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'vouchers/lines': LinesFormView
    'vouchers/_line': LineView
    'vouchers/_more': { templateName: FieldView; isTemplateOpen: boolean }
  }
}

export interface Filled {
  typed: Typed
  errors: FieldErrors
  choices: ReadonlyMap<string, readonly Named[]>
  accounts: readonly OpenAccount[]
  today: IsoDate
  mayBackdate: boolean
}

export function linesView(t: Translate, kind: LinesKind, filled: Filled): LinesFormView {
  const { typed, errors, accounts, today } = filled
  const fields = formFields(t, { values: typed, errors })
  const rows = rowsIn(typed)
  const error = errors['lines']
  return {
    summary: fields.summary(['on_date', ...rows.flatMap((row) => [nameOf(lineOf(row)), debitOf(row)]), 'lines']),
    head: {
      title: t(`vouchers.kind.${kind}`),
      note: t(`vouchers.help.${kind}`),
      back: { href: '/vouchers', text: t('vouchers.title') },
      badge: undefined,
    },
    kinds: kindsView(t, kind),
    id: typed['id'] ?? '',
    kind,
    rowCount: rows.length,
    onDate: fields.date('on_date', 'shell.date', { hint: dateHint(filled), maxlength: 20 }),
    narration: fields.area('narration', 'vouchers.narration', { rows: 2, maxlength: 300, isOptional: true }),
    rows: rows.map((row) => lineView(t, kind, row, filled)),
    names: accounts.filter(({ money }) => kind !== 'contra' || money !== null).map(({ name }) => name),
    sums: sumsView(t, readLoosely(typed, today)),
    error: error ? t(error.key, error.values) : '',
    ...templateParts(t, filled),
  }
}

export function templateParts(t: Translate, { typed, errors }: Pick<Filled, 'typed' | 'errors'>) {
  const fields = formFields(t, { values: typed, errors })
  return {
    templateName: fields.text('template_name', 'vouchers.template.name', { maxlength: 60, width: 'w-m' }),
    isTemplateOpen: errors['template_name'] !== undefined,
  }
}

export const dateHint = ({ mayBackdate }: Pick<Filled, 'mayBackdate'>) =>
  mayBackdate ? 'vouchers.date.hint' : 'vouchers.date.today'

function sumsView(t: Translate, lines: readonly { readonly amount: Paise }[]): SumsView {
  const off = differenceOf(lines)
  const isEmpty = lines.every(({ amount }) => amount === 0n)
  const [even, debitMore, creditMore] = [t('vouchers.even'), t('vouchers.debitMore'), t('vouchers.creditMore')]
  const said = off === 0n ? even : (off > 0n ? debitMore : creditMore).replace('#', rupees(absolute(off)))
  return {
    debit: rupees(debitsOf(lines)),
    credit: rupees(creditsOf(lines)),
    said: isEmpty ? '' : said,
    tone: isEmpty ? '' : off === 0n ? 'good' : 'warn',
    even,
    debitMore,
    creditMore,
  }
}

export const picksOf = (t: Translate, choices: readonly Named[] | undefined): OptionView[] =>
  choices === undefined
    ? []
    : [
        { value: '', text: t('vouchers.pick'), isChosen: true },
        ...choices.map(({ ref, name, note }) => ({
          value: ref,
          text: note ? `${name} · ${note}` : name,
          isChosen: false,
        })),
      ]

function lineView(t: Translate, kind: LinesKind, row: number, { typed, errors, choices }: Filled): LineView {
  const prefix = lineOf(row)
  const number = String(row + 1)
  const cell = (name: string, label: string): CellView => {
    const id = name.replaceAll('.', '-')
    return { id, name, value: typed[name] ?? '', label, describedBy: errors[name] ? `${id}-e` : '' }
  }
  const names = [nameOf(prefix), debitOf(row), creditOf(row), dueOf(row)]
  return {
    number,
    name: cell(nameOf(prefix), t('vouchers.nameOf', { number })),
    refName: refOf(prefix),
    ref: typed[refOf(prefix)] ?? '',
    wasName: wasOf(prefix),
    was: typed[wasOf(prefix)] ?? '',
    pickName: pickOf(prefix),
    picks: picksOf(t, choices.get(prefix)),
    debit: cell(debitOf(row), t('vouchers.debitOf', { number })),
    credit: cell(creditOf(row), t('vouchers.creditOf', { number })),
    isParty: readRef(typed[refOf(prefix)]).partyId !== undefined,
    asName: itemAsOf(row),
    as: itemsOf(kind).map((one) => ({
      value: one,
      text: t(`vouchers.item.${one}`),
      isChosen: one === (typed[itemAsOf(row)] ?? 'on-account'),
    })),
    due: kind === 'journal' ? cell(dueOf(row), t('vouchers.dueOf', { number })) : undefined,
    errors: names.flatMap((name) => {
      const error = errors[name]
      return error ? [{ id: `${name.replaceAll('.', '-')}-e`, text: t(error.key, error.values) }] : []
    }),
  }
}

/** Money makes no new bill; a journal may. */
const itemsOf = (kind: LinesKind): readonly ItemChoice[] =>
  kind === 'journal' ? itemChoices : itemChoices.filter((one) => one !== 'new-ref')
