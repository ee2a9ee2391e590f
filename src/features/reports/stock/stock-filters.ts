import { Type } from '@fastify/type-provider-typebox'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { SelectView } from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import { listBranches } from '../../items/index.ts'
import type { Asked, ReportFilters, ReportReader } from '../report.ts'

export const placeQuery = {
  branch: Type.Optional(Type.String({ maxLength: 40 })),
  category: Type.Optional(Type.String({ maxLength: 100 })),
}

/** What the fields chose; an id that is none is no choice. */
export interface Place {
  readonly branchId: string | undefined
  readonly category: string | undefined
}

export const placeOf = ({ own }: Pick<Asked, 'own'>): Place => ({
  branchId: isId(own['branch'] ?? '') ? own['branch'] : undefined,
  category: own['category'] || undefined,
})

export async function placeFilters(
  tx: Tx,
  businessId: string,
  fields: FormFields,
  reader: ReportReader,
): Promise<ReportFilters> {
  const [branch, category] = await together([
    branchSelect(tx, businessId, fields, reader),
    categorySelect(tx, businessId, fields, reader),
  ])
  return { selects: [...branch, ...category], fields: [] }
}

/** Nothing to choose where there is but one. */
export async function branchSelect(
  tx: Tx,
  businessId: string,
  fields: FormFields,
  { t }: ReportReader,
): Promise<SelectView[]> {
  const branches = await listBranches(tx, businessId)
  const choices = branches.map(({ id, name }) => ({ value: id, text: name }))
  if (branches.length < 2) return []
  return [
    fields.select('branch', 'stockReports.branch', [{ value: '', text: t('stockReports.allBranches') }, ...choices]),
  ]
}

export async function categorySelect(
  tx: Tx,
  businessId: string,
  fields: FormFields,
  { t }: ReportReader,
): Promise<SelectView[]> {
  const rows = await named<{ category: string }>(tx, categories, [businessId])
  if (rows.length === 0) return []
  const choices = rows.map(({ category }) => ({ value: category, text: category }))
  return [
    fields.select('category', 'stockReports.category', [
      { value: '', text: t('stockReports.allCategories') },
      ...choices,
    ]),
  ]
}

const categories = {
  name: 'reports.stock.categories',
  text: `
    with recursive c as (
      (select category from item where business_id = $1 and category > '' order by category limit 1)
      union all
      select (select i.category from item i where i.business_id = $1 and i.category > c.category order by i.category limit 1)
      from c where c.category is not null)
    select category from c where category is not null limit 200`,
}
