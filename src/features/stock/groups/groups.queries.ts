import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface PurityName {
  id: string
  name: string
}

/** The purities by their place: gold before silver, fine before coarse. */
export const listPurityNames = (tx: Tx, businessId: string): Promise<PurityName[]> =>
  named(tx, puritiesNamed, [businessId])

const puritiesNamed = {
  name: 'stock.groups.purities',
  text: `
    select id, name from purity where business_id = $1
    order by array_position(array['gold', 'silver', 'platinum'], metal), place, fineness desc, id`,
}
