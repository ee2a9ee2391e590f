import { isId } from '../../../db/ids.ts'

export const shows = ['all', 'low', 'out', 'excess'] as const
export type Show = (typeof shows)[number]
export const sorts = ['name', 'value', 'cover'] as const
export type Sort = (typeof sorts)[number]
export const goods = ['all', 'articles', 'items'] as const
export type Goods = (typeof goods)[number]

export interface LevelsFilter {
  /** A name, a barcode or an HSN, or its beginning. */
  readonly search: string
  /** Undefined: over all branches. */
  readonly branchId: string | undefined
  readonly category: string | undefined
  readonly show: Show
  readonly goods: Goods
  /** What a search finds is listed as it is found. */
  readonly sort: Sort
}

export const filterNames = ['q', 'branch', 'category', 'show', 'goods', 'sort'] as const
export type TypedFilter = Readonly<Record<(typeof filterNames)[number], string>>

/** What cannot be read filters nothing. Whoever sees no cost cannot sort by it either. */
export function parseFilter(typed: TypedFilter, { seesCost }: { seesCost: boolean }): LevelsFilter {
  const sort = sorts.find((one) => one === typed.sort) ?? 'name'
  return {
    search: typed.q.trim(),
    branchId: isId(typed.branch) ? typed.branch : undefined,
    category: typed.category === '' ? undefined : typed.category,
    show: shows.find((one) => one === typed.show) ?? 'all',
    goods: goods.find((one) => one === typed.goods) ?? 'all',
    sort: sort === 'value' && !seesCost ? 'name' : sort,
  }
}

/** Nothing is asked but where. */
export const isPlain = ({ search, category, show, goods }: LevelsFilter): boolean =>
  search === '' && category === undefined && show === 'all' && goods === 'all'

export const hrefOf = (url: string, typed: Readonly<Record<string, string>>, more: Record<string, string> = {}) => {
  const given = Object.entries({ ...typed, ...more }).filter(([, text]) => text !== '')
  return given.length > 0 ? `${url}?${new URLSearchParams(given)}` : url
}
