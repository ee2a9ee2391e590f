import { carats, grams } from '../../../core/weight.ts'
import type { AreaView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { LotFacts } from '../lots.facts.ts'
import type { Typed } from '../pieces.form.ts'

export interface ChangeLotView {
  head: TitleView
  summary: SummaryView
  action: string
  name: FieldView
  barcode: FieldView
  counter: FieldView
  note: AreaView
}

export interface MoreLotView {
  head: TitleView
  summary: SummaryView
  action: string
  id: string
  onDate: FieldView
  /** Gross, net and touch of metal; carats of stones. */
  weights: readonly FieldView[]
  pieces: FieldView
  value: FieldView
  note: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'lots/edit': ChangeLotView
    'lots/more': MoreLotView
  }
}

export function changeLotView(
  t: Translate,
  { lotId, name, typed, errors = {} }: { lotId: string; name: string; typed: Typed; errors?: FieldErrors },
): ChangeLotView {
  const f = formFields(t, { values: typed, errors })
  return {
    head: {
      title: t('lots.edit', { name }),
      note: '',
      back: { href: `/lots/${lotId}`, text: name },
      badge: undefined,
    },
    summary: f.summary(['name', 'barcode', 'counter']),
    action: `/lots/${lotId}`,
    name: f.text('name', 'shell.name', { hint: 'lots.name.hint', maxlength: 60, width: 'w-m' }),
    barcode: f.text('barcode', 'items.barcode', { maxlength: 32, width: 'w-m', isOptional: true }),
    counter: f.text('counter', 'pieces.counter', { maxlength: 30, width: 'w-s', isOptional: true }),
    note: f.area('note', 'shell.notes', { rows: 2, maxlength: 500, isOptional: true }),
  }
}

export function moreLotView(
  t: Translate,
  { lot, typed, errors = {} }: { lot: LotFacts; typed: Typed; errors?: FieldErrors },
): MoreLotView {
  const f = formFields(t, { values: typed, errors })
  const isStones = lot.kind === 'stones'
  const g = { suffix: t('pieces.g'), width: 'w-s' } as const
  const left = isStones ? `${carats(lot.carat)} ${t('pieces.ct')}` : `${grams(lot.gross)} ${t('pieces.g')}`
  return {
    head: {
      title: t('lots.more', { name: lot.name }),
      note: t('lots.more.note', { left }),
      back: { href: `/lots/${lot.id}`, text: lot.name },
      badge: undefined,
    },
    summary: f.summary(['on_date', 'gross', 'net_weight', 'touch', 'carat', 'pieces', 'value']),
    action: `/lots/${lot.id}/more`,
    id: typed['id'] ?? '',
    onDate: f.date('on_date', 'shell.date', { maxlength: 20 }),
    weights: isStones
      ? [f.number('carat', 'pieces.carat', { suffix: t('pieces.ct'), width: 'w-s' })]
      : [
          f.number('gross', 'pieces.gross', g),
          f.number('net_weight', 'pieces.net', { ...g, hint: 'lots.net.hint', isOptional: true }),
          f.number('touch', 'lots.touch', {
            ...{ hint: 'lots.more.touch', suffix: '%', width: 'w-s', isOptional: true },
          }),
        ],
    pieces: f.number('pieces', 'lots.pieces', { width: 'w-s', isOptional: true }),
    value: f.money('value', 'lots.more.value'),
    note: f.area('note', 'shell.notes', { rows: 2, maxlength: 500, isOptional: true }),
  }
}
