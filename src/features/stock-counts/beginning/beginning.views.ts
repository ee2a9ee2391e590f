import { percent } from '../../../core/percent.ts'
import { type CountKind, type CountScope, countKinds } from '../../../core/stock-count.ts'
import { grams, mg } from '../../../core/weight.ts'
import type {
  AreaView,
  CheckView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { scopeWords } from '../counts.views.ts'
import { scopesOf, type TypedCount } from './beginning.form.ts'
import type { CountChoices } from './beginning.queries.ts'

export interface NewCountView {
  summary: SummaryView
  head: TitleView
  id: string
  kind: CountKind
  scope: CountScope
  /** None where the shop has items alone. */
  kinds: TabsView | undefined
  scopes: TabsView
  branch: SelectView
  of: SelectView | undefined
  chosen: AreaView | undefined
  people: ChoicesView
  blind: CheckView
  grams: FieldView | undefined
  percent: FieldView | undefined
  keep: CheckView | undefined
  note: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'counts/new': NewCountView
  }
}

export function newCountView(
  t: Translate,
  {
    kind,
    scope,
    choices,
    typed,
    people,
    errors,
    isJeweller,
    maySet,
  }: {
    kind: CountKind
    scope: CountScope
    choices: CountChoices
    typed: TypedCount
    people: readonly string[]
    errors: FieldErrors
    isJeweller: boolean
    maySet: boolean
  },
): NewCountView {
  const usual = { grams: grams(mg(choices.toleranceMg)), percent: percent(choices.toleranceBp) }
  const first = { branch: choices.branches[0]?.id ?? '' }
  const f = formFields(t, { values: { ...usual, ...first, ...typed }, errors })
  const hint = kind === 'items' ? 'counts.tolerance.items.hint' : 'counts.tolerance.hint'
  return {
    summary: f.summary(['branch', 'of', 'chosen', 'grams', 'percent']),
    head: {
      title: t('counts.new'),
      note: '',
      back: { href: '/stock/counts', text: t('counts.title') },
      badge: undefined,
    },
    ...{ id: typed['id'] ?? '', kind, scope },
    kinds: isJeweller
      ? tabs(t('counts.kind'), countKinds, kind, (one) => [`kind=${one}`, t(`counts.kind.${one}`)])
      : undefined,
    scopes: tabs(t('counts.scope'), scopesOf(kind), scope, (one) => [
      `kind=${kind}&scope=${one}`,
      scopeWords(t, { kind, scope: one, scopeText: '' }),
    ]),
    branch: f.select(
      'branch',
      'counts.branch',
      choices.branches.map(({ id, name }) => ({ value: id, text: name })),
    ),
    of: ofSelect(t, f, { kind, scope, choices }),
    chosen:
      scope === 'chosen'
        ? f.area('chosen', kind === 'pieces' ? 'counts.chosen' : 'counts.chosen.items', { rows: 5, maxlength: 20_000 })
        : undefined,
    people: {
      ...{ id: 'people', name: 'people', label: t('counts.people'), hint: t('counts.people.hint'), error: '' },
      ...{ describedBy: 'people-h', type: 'checkbox' },
      options: choices.people.map(({ userId, name }, at) => ({
        ...{ id: `people-${at}`, value: userId, text: name, isChosen: people.includes(userId) },
      })),
    },
    blind: f.check('blind', 'counts.blind.label'),
    grams:
      kind === 'lots'
        ? f.number('grams', 'counts.tolerance.grams', { suffix: t('counts.g'), hint, width: 'w-s' })
        : undefined,
    percent:
      kind === 'pieces'
        ? undefined
        : f.number('percent', 'counts.tolerance.percent', {
            suffix: '%',
            width: 'w-s',
            ...(kind === 'items' && { hint }),
          }),
    keep: kind !== 'pieces' && maySet ? f.check('keep', 'counts.tolerance.keep') : undefined,
    note: f.text('note', 'counts.note', { maxlength: 200, isOptional: true }),
  }
}

function tabs<Value extends string>(
  label: string,
  values: readonly Value[],
  current: Value,
  of: (value: Value) => readonly [query: string, text: string],
): TabsView {
  return {
    label,
    tabs: values.map((value) => {
      const [query, text] = of(value)
      return { href: `/stock/counts/new?${query}`, text, isCurrent: value === current }
    }),
  }
}

function ofSelect(
  t: Translate,
  f: ReturnType<typeof formFields>,
  { kind, scope, choices }: { kind: CountKind; scope: CountScope; choices: CountChoices },
): SelectView | undefined {
  const texts = (values: readonly string[]) => values.map((value) => ({ value, text: value }))
  const named = (rows: readonly { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, text: name }))
  const none = { value: '', text: t('counts.choose') }
  const isItems = kind === 'items'
  switch (scope) {
    case 'all':
    case 'chosen':
      return undefined
    case 'counter':
      return f.select('of', isItems ? 'counts.scope.shelf' : 'counts.scope.counter', [
        none,
        ...texts(isItems ? choices.shelves : choices.counters),
      ])
    case 'category':
      return f.select('of', 'counts.scope.category', [
        none,
        ...texts(isItems ? choices.itemCategories : choices.pieceCategories),
      ])
    case 'article':
      return f.select('of', 'counts.scope.article', [none, ...named(choices.articles)])
    case 'purity':
      return f.select('of', 'counts.scope.purity', [none, ...named(choices.purities)])
  }
}
