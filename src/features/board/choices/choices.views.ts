import type {
  CheckView,
  ChoicesView,
  FieldView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { boardTabs, headOf, type Reader } from '../board.views.ts'
import { ways } from './choices.form.ts'

export interface ChoicesPageView {
  head: TitleView
  tabs: TabsView
  summary: SummaryView
  grams: ChoicesView
  way: ChoicesView
  percent: FieldView
  amount: FieldView
  showsBuy: CheckView
}

declare module '../../../web/views.ts' {
  interface Views {
    'board/settings': ChoicesPageView
  }
}

export function choicesView(reader: Reader, typed: Typed): ChoicesPageView {
  const { t } = reader
  const f = formFields(t, typed)
  return {
    head: headOf(t, t('board.settings'), t('board.settings.note')),
    tabs: boardTabs(reader, '/board-rates/settings'),
    summary: f.summary(['grams', 'way', 'percent', 'amount']),
    grams: f.radios('grams', 'board.grams', [
      { value: '1', text: t('board.grams.1') },
      { value: '10', text: t('board.grams.10') },
    ]),
    way: f.radios(
      'way',
      'board.way',
      ways.map((value) => ({ value, text: t(`board.way.${value}`) })),
    ),
    percent: f.number('percent', 'board.lessPercent', { suffix: '%', maxlength: 8, width: 'w-s' }),
    amount: f.money('amount', 'board.lessAmount', { maxlength: 16, width: 'w-s' }),
    showsBuy: f.check('showsBuy', 'board.showsBuy'),
  }
}
