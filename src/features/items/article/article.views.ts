import type { ChoicesView, FieldView, SelectView } from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { ArticleChoices } from './article.queries.ts'
import { saleModes, trackings, weightBases } from './article.rules.ts'

export interface ArticleFormView {
  tracking: ChoicesView
  purity: SelectView
  category: FieldView
  design: FieldView
  tagPrefix: FieldView
  basis: ChoicesView
  saleMode: SelectView
  ownRate: FieldView
  valueTable: SelectView
}

declare module '../../../web/views.ts' {
  interface Views {
    'items/_article': ArticleFormView
  }
}

/** The order in which their errors are said. */
export const articleNames = ['tracking', 'purity', 'tag_prefix', 'own_rate']

export const articleFormView = (t: Translate, f: FormFields, choices: ArticleChoices): ArticleFormView => ({
  tracking: f.radios('tracking', 'articles.tracking', [
    { value: '', text: t('articles.tracking.none') },
    ...trackings.map((value) => ({ value, text: t(`articles.tracking.${value}`) })),
  ]),
  purity: f.select('purity', 'articles.purity', [
    { value: '', text: t('shell.choose') },
    ...choices.purities.map(({ id, metal, name }) => ({ value: id, text: `${t(`articles.metal.${metal}`)} ${name}` })),
  ]),
  category: f.text('category', 'articles.category', {
    hint: 'articles.category.hint',
    maxlength: 60,
    width: 'w-m',
    isOptional: true,
    list: 'categories',
  }),
  design: f.text('design', 'articles.design', { maxlength: 60, width: 'w-m', isOptional: true }),
  tagPrefix: f.text('tag_prefix', 'articles.tagPrefix', {
    hint: 'articles.tagPrefix.hint',
    maxlength: 6,
    width: 'w-s',
    isOptional: true,
  }),
  basis: f.radios(
    'weight_basis',
    'articles.basis',
    weightBases.map((value) => ({ value, text: t(`articles.basis.${value}`) })),
  ),
  saleMode: f.select(
    'sale_mode',
    'articles.saleMode',
    saleModes.map((value) => ({ value, text: t(`articles.saleMode.${value}`) })),
    { width: 'w-form' },
  ),
  ownRate: f.money('own_rate', 'articles.ownRate', { hint: 'articles.ownRate.hint', isOptional: true }),
  valueTable: f.select(
    'value_table',
    'articles.valueTable',
    [{ value: '', text: t('shell.none') }, ...choices.tables.map(({ id, name }) => ({ value: id, text: name }))],
    { hint: 'articles.valueTable.hint', isOptional: true },
  ),
})
