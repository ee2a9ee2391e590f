import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface BookItem {
  id: string
  name: string
  unit: string
  hsn: string
}

export const listItems = (tx: Tx, businessId: string): Promise<BookItem[]> => named<BookItem>(tx, items, [businessId])

const items = {
  name: 'exports.items',
  text: `select id, name, unit, hsn from item where business_id = $1 and kind = 'goods' order by id`,
}
