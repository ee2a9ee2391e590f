import type { Metal } from '../../../core/metal.ts'
import { parseRupees, rupees } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { Article, ArticleChoices } from './article.queries.ts'
import { saleModes, type Tracking, trackings, weightBases } from './article.rules.ts'

export interface ArticleFields {
  tracking: string
  purity: string
  category: string
  design: string
  tag_prefix: string
  weight_basis: string
  sale_mode: string
  own_rate: string
  value_table: string
}

/** The jewellery part of the form; undefined where the item is counted like any goods. */
export function parseArticle(fields: ArticleFields, choices: ArticleChoices): Parsed<Article | undefined> {
  const tracking = trackings.find((one) => one === fields.tracking)
  if (!tracking) return { ok: true, value: undefined }
  const errors: Record<string, Said> = {}
  const tagPrefix = fields.tag_prefix.trim().toUpperCase()
  if (!/^[A-Z0-9]{0,6}$/.test(tagPrefix)) errors['tag_prefix'] = { key: 'articles.problem.prefix' }
  if (!choices.purities.some(({ id }) => id === fields.purity)) errors['purity'] = { key: 'fields.choose' }
  const saleMode = saleModes.find((one) => one === fields.sale_mode) ?? 'weight'
  const ownRate = parseOwnRate(fields.own_rate, saleMode === 'own-rate' || saleMode === 'pieces', errors)
  const value: Article = {
    purityId: fields.purity,
    tracking,
    category: fields.category.trim(),
    design: fields.design.trim(),
    tagPrefix,
    basis: weightBases.find((one) => one === fields.weight_basis) ?? 'net',
    saleMode,
    ownRate,
    valueTableId: choices.tables.find(({ id }) => id === fields.value_table)?.id ?? null,
  }
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}

/** The HSN of what is sold in a metal, where none was typed (chapter 71 of the tariff). */
export function usualHsn(metal: Metal, tracking: Tracking): string {
  switch (metal) {
    case 'gold':
      return tracking === 'piece' ? '711319' : '7108'
    case 'silver':
      return tracking === 'piece' ? '711311' : '7106'
    case 'platinum':
      return tracking === 'piece' ? '711319' : '7110'
  }
}

/** What the form shows of an article that is there. */
export const articleValues = (article: Article | undefined): Record<string, string> =>
  article
    ? {
        tracking: article.tracking,
        purity: article.purityId,
        category: article.category,
        design: article.design,
        tag_prefix: article.tagPrefix,
        weight_basis: article.basis,
        sale_mode: article.saleMode,
        own_rate: article.ownRate === null ? '' : rupees(article.ownRate),
        value_table: article.valueTableId ?? '',
      }
    : {}

function parseOwnRate(text: string, isNeeded: boolean, errors: Record<string, Said>): Article['ownRate'] {
  if (text.trim() === '') {
    if (isNeeded) errors['own_rate'] = { key: 'articles.problem.ownRate' }
    return null
  }
  const rate = parseRupees(text)
  if (rate === undefined || rate <= 0n) errors['own_rate'] = { key: 'fields.amount.positive' }
  return rate ?? null
}
