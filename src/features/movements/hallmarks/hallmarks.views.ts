import { type HallmarkRate, hallmarkCharge, standardRates } from '../../../core/hallmark.ts'
import { plainDecimal, rupees } from '../../../core/money.ts'
import type { ChoicesView, FieldView, SelectView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { Movement } from '../movements.queries.ts'
import type { Typed } from '../movements.schema.ts'

export interface HallmarkBackView {
  summary: SummaryView
  head: TitleView
  action: string
  backHref: string
  voucherId: string
  lines: readonly { tag: string; about: string; huid: FieldView; rejected: FieldView }[]
  charge: FieldView
  onto: ChoicesView
  submit: string
  billNumber: FieldView
  dueOn: FieldView
}

export interface HallmarkRatesView {
  summary: SummaryView
  head: TitleView
  mayEdit: boolean
  rows: readonly { metal: string; from: string; article: string; least: string }[]
  metal: SelectView
  from: FieldView
  article: FieldView
  least: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/hallmark-back': HallmarkBackView
    'movements/rates': HallmarkRatesView
  }
}

export interface BackOf {
  typed: Typed
  errors: FieldErrors
  /** Metals of the pieces that are still out. */
  metals: readonly { metal: string }[]
  rates: readonly HallmarkRate[]
  today: string
}

export function hallmarkBackView(
  t: Translate,
  { head, lines }: Movement,
  { typed, errors, metals, rates, today }: BackOf,
): HallmarkBackView {
  const usual = hallmarkCharge(metals, rates, today)
  const f = formFields(t, { values: { charge: plainDecimal(usual), due_on: '+30', ...typed }, errors })
  const here = `/stock/hallmarks/${head.id}`
  const number = head.number ?? ''
  const isLate = lines.every(({ outcome }) => outcome !== '')
  return {
    summary: f.summary(),
    head: {
      title: t(isLate ? 'movements.charge.of' : 'movements.back.of', { number }),
      note: isLate ? '' : t('movements.back.help'),
      back: { href: here, text: number },
      badge: undefined,
    },
    action: `${here}/receive`,
    backHref: here,
    voucherId: typed['voucher_id'] ?? '',
    lines: lines
      .filter(({ outcome }) => outcome === '')
      .map(({ line, words, about }, i) => {
        const [tag = '', ...rest] = about.split(' · ')
        return {
          tag,
          about: [words, ...rest].join(' · '),
          huid: f.text(`lines.${line}.huid`, 'movements.huid', {
            maxlength: 6,
            width: 'w-s',
            isOptional: true,
            isFirst: i === 0,
          }),
          rejected: f.text(`lines.${line}.rejected`, 'movements.rejected', {
            maxlength: 200,
            width: 'w-m',
            isOptional: true,
          }),
        }
      }),
    charge: f.money('charge', 'movements.charge', {
      hint: isLate ? 'movements.charge.late' : 'movements.charge.hint',
      isFirst: isLate,
    }),
    onto: f.radios(
      'onto',
      'movements.onto',
      (['expense', 'cost'] as const).map((value) => ({ value, text: t(`movements.onto.${value}`) })),
      { hint: 'movements.onto.hint' },
    ),
    submit: t(isLate ? 'shell.save' : 'movements.receive'),
    billNumber: f.text('bill_number', 'movements.billNumber', { maxlength: 50, width: 'w-m', isOptional: true }),
    dueOn: f.date('due_on', 'movements.payBy', { hint: 'orders.due.hint' }),
  }
}

export function ratesView(
  { t, locale }: { t: Translate; locale: Locale },
  rates: readonly HallmarkRate[],
  { typed, errors, mayEdit }: { typed: Typed; errors: FieldErrors; mayEdit: boolean },
): HallmarkRatesView {
  const f = formFields(t, { values: typed, errors })
  const metals = (['gold', 'silver'] as const).map((value) => ({ value, text: t(`board.metal.${value}`) }))
  return {
    summary: f.summary(),
    head: {
      title: t('movements.rates.title'),
      note: t('movements.rates.help'),
      back: { href: '/stock/hallmarks', text: t('movements.hallmarks.title') },
      badge: undefined,
    },
    mayEdit,
    rows: [...rates, ...standardRates]
      .toSorted((a, b) => (a.fromOn < b.fromOn ? 1 : -1))
      .map(({ metal, fromOn, article, least }) => ({
        metal: t(`board.metal.${metal}`),
        from: showDate(locale, fromOn),
        article: rupees(article),
        least: rupees(least),
      })),
    metal: f.select('metal', 'board.metal', metals),
    from: f.date('from_on', 'movements.rates.from', { hint: 'orders.due.hint' }),
    article: f.money('article', 'movements.rates.article'),
    least: f.money('least', 'movements.rates.least'),
  }
}
