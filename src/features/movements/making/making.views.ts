import { quantity } from '../../../core/quantity.ts'
import { adjustmentReasons } from '../../../core/stock-adjustment.ts'
import { grams, mg } from '../../../core/weight.ts'
import type {
  AreaView,
  CheckView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { type FormFields, formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ItemBatch } from '../../batches/index.ts'
import { type ShownGoods, shownGoods } from '../goods/goods.facts.ts'
import type { Typed } from '../movements.schema.ts'
import type { GoodsRef } from '../movements.types.ts'
import { unitText } from '../movements.words.ts'
import { refText, typedLines } from './lines.form.ts'
import type { FormFacts } from './making.queries.ts'

export const madeLists = ['transfers', 'counters', 'adjustments', 'meltings', 'hallmarks'] as const
export type MadeList = (typeof madeLists)[number]

export interface MovementFormView {
  summary: SummaryView
  head: TitleView
  base: string
  hidden: readonly { name: string; value: string }[]
  help: string
  scan: FieldView
  lines: readonly FormLine[]
  selects: readonly SelectView[]
  fields: readonly FieldView[]
  check: CheckView | undefined
  note: AreaView
  submit: string
}

export interface FormLine {
  row: number
  ref: string
  name: string
  about: string
  fields: readonly FieldView[]
  selects: readonly SelectView[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/form': MovementFormView
  }
}

interface Reader {
  t: Translate
  locale: Locale
}

export interface FormOf {
  list: MadeList
  facts: FormFacts
  typed: Typed
  errors: FieldErrors
}

export function movementForm(reader: Reader, { list, facts, typed, errors }: FormOf): MovementFormView {
  const { t } = reader
  const f = formFields(t, { values: { ...typed, branch: facts.branchId }, errors })
  const base = `/stock/${list}`
  const lines = typedLines(typed).flatMap(({ row, ref }) => {
    const shown = shownGoods(facts.goods, ref)
    const batches = facts.goods.batches.filter(({ itemId }) => ref.kind === 'item' && itemId === ref.id)
    return shown ? [formLine(reader, f, { list, row, ref, shown, batches })] : []
  })
  return {
    summary: f.summary(['scan']),
    head: {
      title: facts.party ? t('movements.hallmark.of', { name: facts.party.name }) : t(`movements.${list}.new`),
      note: '',
      back: { href: base, text: t(`movements.${list}.title`) },
      badge: undefined,
    },
    base,
    hidden: [
      { name: 'id', value: typed['id'] ?? '' },
      ...(list === 'hallmarks' ? [{ name: 'party_id', value: typed['party_id'] ?? '' }] : []),
    ],
    help: t(`movements.${list}.help`),
    scan: f.text('scan', 'movements.scan', {
      maxlength: 100,
      hint: 'movements.scan.hint',
      isOptional: true,
      isFirst: true,
    }),
    lines,
    ...fieldsOf(t, f, list, facts),
    note: f.area('note', 'movements.note', {
      rows: 2,
      maxlength: 500,
      isOptional: true,
      hint: `movements.${list}.note`,
    }),
    submit: t(`movements.${list}.submit`),
  }
}

function fieldsOf(
  t: Translate,
  f: FormFields,
  list: MadeList,
  { branches, lots }: FormFacts,
): Pick<MovementFormView, 'selects' | 'fields' | 'check'> {
  const choices = branches.map(({ id, name }) => ({ value: id, text: name }))
  const branch = f.select('branch', list === 'transfers' ? 'movements.from' : 'shell.branch', choices)
  const none = { selects: [branch], fields: [], check: undefined }
  switch (list) {
    case 'transfers':
      return {
        ...none,
        selects: [
          branch,
          f.select('to_branch', 'movements.to', [{ value: '', text: t('movements.choose') }, ...choices]),
        ],
      }
    case 'counters':
      return {
        ...none,
        fields: [
          f.text('counter', 'movements.counter', { maxlength: 40, width: 'w-m', hint: 'movements.counter.hint' }),
        ],
      }
    case 'adjustments':
      return { ...none, check: f.check('gives_credit_back', 'movements.credit', { hint: 'movements.credit.hint' }) }
    case 'hallmarks':
      return { ...none, fields: [f.date('due_on', 'movements.due', { hint: 'orders.due.hint' })] }
    case 'meltings': {
      const lotsOf = (kinds: readonly string[]) => [
        { value: '', text: t('movements.choose') },
        ...lots
          .filter(({ kind }) => kinds.includes(kind))
          .map(({ id, name, purity }) => ({ value: id, text: [name, purity].filter(Boolean).join(' · ') })),
      ]
      return {
        ...none,
        selects: [
          branch,
          f.select('lot', 'movements.lot', lotsOf(['metal', 'old-metal']), { hint: 'movements.lot.hint' }),
          f.select('stones_lot', 'movements.stonesLot', lotsOf(['stones']), {
            isOptional: true,
            hint: 'movements.stones.hint',
          }),
        ],
        fields: [
          f.number('out', 'movements.out', { suffix: 'g', maxlength: 30 }),
          f.number('touch', 'movements.touch', { suffix: '%', maxlength: 20, hint: 'movements.touch.hint' }),
          f.number('allowance', 'movements.allowance', {
            suffix: '%',
            maxlength: 20,
            hint: 'movements.allowance.hint',
          }),
          f.money('stones_value', 'movements.stonesValue', { isOptional: true }),
        ],
      }
    }
  }
}

/** Which batch goes: the earliest expiry is proposed by its name. */
export function batchField(
  { t, locale }: Reader,
  f: FormFields,
  name: string,
  batches: readonly ItemBatch[],
): SelectView {
  const said = ({ number, expiresOn, left }: ItemBatch) =>
    [number, expiresOn && showDate(locale, expiresOn), t('movements.there', { left: quantity(left) })]
      .filter(Boolean)
      .join(' · ')
  const [first] = batches
  const earliest = { value: '', text: t('movements.batch.earliest', { number: first?.number ?? '' }) }
  return f.select(name, 'movements.batch', [earliest, ...batches.map((one) => ({ value: one.id, text: said(one) }))])
}

/** A line of goods that move, with the fields that the form asks of it. */
export function formLine(
  reader: Reader,
  f: FormFields,
  {
    list,
    row,
    ref,
    shown,
    batches,
  }: { list: MadeList | 'workshop'; row: number; ref: GoodsRef; shown: ShownGoods; batches: readonly ItemBatch[] },
): FormLine {
  const { t } = reader
  const name = (field: string) => `lines.${row}.${field}`
  const isLot = ref.kind === 'lot'
  const left = isLot ? `${grams(mg(shown.left))} g` : `${quantity(shown.left)} ${unitText(t, shown.unit)}`
  const there = ref.kind === 'piece' ? '' : t('movements.there', { left })
  const fields = [
    ...(ref.kind === 'item' ? [f.number(name('quantity'), 'movements.quantity', { maxlength: 30, width: 'w-s' })] : []),
    ...(isLot
      ? [
          f.number(name('gross'), 'challans.gross', { suffix: 'g', maxlength: 30, width: 'w-s' }),
          f.number(name('net'), 'challans.net', { suffix: 'g', maxlength: 30, width: 'w-s', isOptional: true }),
          f.number(name('pieces'), 'challans.pieces', { maxlength: 6, width: 'w-s', isOptional: true }),
        ]
      : []),
  ]
  const reasons = adjustmentReasons.map((value) => ({ value, text: t(`movements.reason.${value}`) }))
  const ways = (['less', 'more'] as const).map((value) => ({ value, text: t(`items.direction.${value}`) }))
  const choosesBatch = list === 'adjustments' || list === 'transfers' || list === 'workshop'
  const isBatched = batches.length > 0 && choosesBatch
  const selects = [
    ...(isBatched ? [batchField(reader, f, name('batch'), batches)] : []),
    ...(list === 'adjustments'
      ? [f.select(name('way'), 'items.direction', ways), f.select(name('reason'), 'shell.reason', reasons)]
      : []),
  ]
  return {
    row,
    ref: refText(ref),
    name: shown.words,
    about: [shown.about, there].filter(Boolean).join(' · '),
    fields,
    selects,
  }
}
