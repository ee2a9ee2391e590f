import { Type } from '@fastify/type-provider-typebox'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { FieldView, LinkView } from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import type { Report, ReportReader } from '../report.ts'
import { hrefOf } from '../report.views.ts'

export const itemQuery = { item: Type.Optional(Type.String({ maxLength: 200 })) }

export interface OneItem {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly tracking: 'piece' | 'lot' | null
}

/** Goods by their id, their barcode, their name or how their name begins: exact ones first, few of many. */
export const findItems = (tx: Tx, businessId: string, asked: string): Promise<OneItem[]> =>
  asked === ''
    ? Promise.resolve([])
    : isId(asked)
      ? named(tx, foundById, [businessId, asked])
      : named(tx, found, [businessId, asked, afterAll(asked)])

/** What the name of an item that begins so stays before. */
const afterAll = (text: string): string => `${text.toLowerCase()}\uFFFF`

const foundById = {
  name: 'reports.stock.one_item.id',
  text: `
    select i.id, i.name, i.unit, a.tracking from item i left join article a on a.business_id = $1 and a.item_id = i.id
    where i.business_id = $1 and i.id = $2 and i.kind = 'goods'`,
}

// By name as the list of the stock has all goods, those too that are not offered any more.
const found = {
  name: 'reports.stock.one_item',
  text: `
    select i.id, i.name, i.unit, a.tracking
    from (
      select distinct on (id) * from (
        (select id, name, unit, 1 as far from item where business_id = $1 and barcode = $2 and barcode <> '' and kind = 'goods')
        union all
        (select i.id, i.name, i.unit, case when s.name_key = lower($2) then 1 else 2 end from (
            select item_id, name_key from stock_standing
            where business_id = $1 and place_id = $1 and name_key >= lower($2) and name_key < $3
            order by name_key, item_id limit 10) s
          join item i on i.business_id = $1 and i.id = s.item_id)
      ) x order by id, far
    ) i left join article a on a.business_id = $1 and a.item_id = i.id
    order by i.far, lower(i.name), i.id limit 10`,
}

/** The field holds the name of the item that was found, whatever was asked by. */
export async function itemField(tx: Tx, businessId: string, fields: FormFields): Promise<FieldView> {
  const field = fields.text('item', 'stockReports.item', { hint: 'stockReports.item.hint', maxlength: 200 })
  const found = isId(field.value) ? await findItems(tx, businessId, field.value) : []
  return { ...field, value: found[0]?.name ?? field.value }
}

/** Nothing chosen, or nothing found: the report says so, and offers what is called alike. */
export const noItem = ({ t }: ReportReader, title: string, note: string, asked: string): Report => ({
  title,
  note,
  columns: [{ name: 'item', head: t('stockReports.item'), kind: 'text' }],
  rows: [],
  empty:
    asked === ''
      ? { title: t('stockReports.choose'), text: t('stockReports.choose.text') }
      : { title: t('stockReports.notFound'), text: t('stockReports.notFound.text') },
})

/** Others that were meant perhaps: where the name is not the whole name of one. */
export const alikeLinks = (url: string, [first, ...others]: readonly OneItem[], asked: string): LinkView[] =>
  first === undefined || isId(asked)
    ? []
    : others.map(({ id, name }) => ({ href: hrefOf(url, { item: id }), text: name }))
