import { states } from '../../../core/states.ts'
import type { ChoicesView, FieldView, SelectView, SummaryView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { SeriesRow } from '../businesses.queries.ts'
import { type SeriesRowView, seriesRows } from '../series/series.views.ts'
import { type AnyField, fieldsOf, stateText } from '../settings/settings.views.ts'
import { type Step, steps } from './setup.steps.ts'

export interface FirstStepView {
  summary: SummaryView
  stages: StagesView
  action: string
  /** Undefined for someone who is signed in already. */
  account: { name: FieldView; email: FieldView; password: FieldView; again: FieldView } | undefined
  name: FieldView
  kind: ChoicesView
  state: SelectView
}

export interface StepView {
  title: string
  text: string
  summary: SummaryView
  stages: StagesView
  action: string
  skipAction: string
  fields: readonly AnyField[]
  series: readonly SeriesRowView[]
}

export interface StagesView {
  label: string
  stages: readonly { text: string; isDone: boolean; isCurrent: boolean }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'setup/first': FirstStepView
    'setup/step': StepView
    'setup/_stages': StagesView
  }
}

export function firstStepView(
  t: Translate,
  typed: Typed,
  { isNewcomer, action }: { isNewcomer: boolean; action: string },
): FirstStepView {
  const f = formFields(t, typed)
  const account = {
    name: f.text('owner', 'setup.owner', { autocomplete: 'name', maxlength: 80, isFirst: true }),
    email: f.email('email', 'shell.email', { autocomplete: 'username', maxlength: 254 }),
    password: f.password('password', 'setup.password', { hint: 'setup.password.hint', autocomplete: 'new-password' }),
    again: f.password('again', 'setup.again', { autocomplete: 'new-password' }),
  }
  return {
    summary: f.summary(['owner', 'email', 'password', 'again', 'name', 'kind', 'state']),
    stages: stagesView(t, 0),
    action,
    account: isNewcomer ? account : undefined,
    name: f.text('name', 'settings.name', { maxlength: 120, isFirst: !isNewcomer }),
    kind: f.radios(
      'kind',
      'settings.kind',
      (['general', 'jeweller'] as const).map((value) => ({ value, text: t(`settings.kind.${value}`) })),
    ),
    state: f.select('state', 'shell.state', [
      { value: '', text: t('shell.choose') },
      ...states.map(({ code }) => ({ value: code, text: stateText(t, code) })),
    ]),
  }
}

export function stepView(t: Translate, step: Step, typed: Typed, series: readonly SeriesRow[]): StepView {
  const f = formFields(t, typed)
  return {
    title: t(`settings.${step}`),
    text: t(`settings.${step}.note`),
    summary: f.summary(),
    stages: stagesView(t, steps.indexOf(step) + 1),
    action: `/setup/${step}`,
    skipAction: `/setup/${step}/skip`,
    fields: step === 'series' ? [] : fieldsOf(t, f, step),
    series: step === 'series' ? seriesRows(t, series, typed) : [],
  }
}

const stagesView = (t: Translate, current: number): StagesView => ({
  label: t('setup.stages'),
  stages: (['shop', ...steps] as const).map((stage, at) => ({
    text: t(`settings.${stage}`),
    isDone: at < current,
    isCurrent: at === current,
  })),
})
