import { NotFound } from '../../../core/errors.ts'
import type { Metal } from '../../../core/metal.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface PurityRow {
  id: string
  metal: Metal
  name: string
  /** Parts per 10,000. */
  fineness: number
  isHallmarked: boolean
  isOnBoard: boolean
  archivedAt: Date | null
}

/** No shop sells in more; so the board, its form and its list stay one page. */
export const mostPurities = 40

/** In the order of the board, those that were archived last. */
export const listPurities = (tx: Tx, businessId: string): Promise<PurityRow[]> => named(tx, all, [businessId])

/** Throws NotFound. */
export async function findPurity(tx: Tx, businessId: string, id: string): Promise<PurityRow> {
  const [row] = isId(id) ? await named<PurityRow>(tx, byId, [businessId, id]) : []
  if (!row) throw new NotFound(`no purity ${id}`)
  return row
}

const columns = `
  p.id, p.metal, p.name, p.fineness, p.is_hallmarked as "isHallmarked", p.is_on_board as "isOnBoard",
  p.archived_at as "archivedAt"`

const all = {
  name: 'board.purities',
  text: `
    select ${columns} from purity p where p.business_id = $1
    order by p.archived_at is not null, array_position(array['gold', 'silver', 'platinum'], p.metal), p.place,
      p.fineness desc, p.id`,
}

const byId = {
  name: 'board.purity',
  text: `select ${columns} from purity p where p.business_id = $1 and p.id = $2`,
}
