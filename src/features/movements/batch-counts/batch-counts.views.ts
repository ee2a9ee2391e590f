import { milli, quantity } from '../../../core/quantity.ts'
import type { AreaView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { GoodsFacts, ItemFacts } from '../goods/goods.facts.ts'
import type { Typed } from '../movements.schema.ts'
import { unitText } from '../movements.words.ts'
import { countedName, mostBatches } from './batch-counts.form.ts'

export interface BatchCountView {
  summary: SummaryView
  head: TitleView
  id: string
  branchId: string
  itemId: string
  rows: readonly {
    row: number
    batchId: string
    number: string
    about: string
    was: string
    counted: FieldView
  }[]
  /** What lies there without a batch; empty where nothing does. */
  loose: string
  note: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/batch-count': BatchCountView
  }
}

export interface BatchCountOf {
  item: ItemFacts
  branch: { id: string; name: string }
  goods: GoodsFacts
  typed: Typed
  errors: FieldErrors
}

export function batchCountView(
  { t, locale }: { t: Translate; locale: Locale },
  { item, branch, goods, typed, errors }: BatchCountOf,
): BatchCountView {
  const f = formFields(t, { values: typed, errors })
  const batches = goods.batches.slice(0, mostBatches)
  const unit = unitText(t, item.unit)
  const loose = goods.batches.reduce(
    (left, batch) => left - batch.left,
    (goods.levels.get(item.id)?.quantity ?? 0n) + 0n,
  )
  return {
    summary: f.summary(),
    head: {
      title: t('movements.batchCount.of', { item: item.name }),
      note: branch.name,
      back: { href: '/batches', text: t('batches.title') },
      badge: undefined,
    },
    id: typed['id'] ?? '',
    branchId: branch.id,
    itemId: item.id,
    rows: batches.map(({ id, number, expiresOn, left }, row) => ({
      ...{ row, batchId: id, number },
      about: [
        expiresOn === null ? t('batches.noDate') : showDate(locale, expiresOn),
        t('movements.there', { left: `${quantity(left)} ${unit}` }),
      ].join(' · '),
      was: typed[`rows.${row}.batch`] === id ? (typed[`rows.${row}.was`] ?? '') : plain(left),
      counted: f.number(countedName(row), 'movements.batchCount.counted', {
        ...{ suffix: unit, maxlength: 30, isOptional: true },
      }),
    })),
    loose: loose > 0n ? t('movements.batchCount.loose', { left: `${quantity(milli(loose))} ${unit}` }) : '',
    note: f.area('note', 'movements.note', { rows: 2, maxlength: 500, isOptional: true }),
  }
}

const plain = (left: Parameters<typeof quantity>[0]): string => quantity(left).replaceAll(',', '')
