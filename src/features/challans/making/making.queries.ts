import type { Mct, Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { LotKind } from '../../pieces/index.ts'

/** A lot of which something can go out. */
export interface FreeLot {
  id: string
  kind: LotKind
  name: string
  barcode: string
  purity: string
  pieces: number
  gross: Mg
  net: Mg
  carat: Mct
  /** Of a gram, of stones of a carat; null where the board says it, or nobody. */
  ownRate: bigint | null
}

/** What is free of the lots of a branch (of the main one, where it is null), less what is out of them on approval. */
export const freeLots = (tx: Tx, businessId: string, branchId: string | null): Promise<FreeLot[]> =>
  named<FreeLot>(tx, lotsFree, [businessId, branchId])

const lotsFree = {
  name: 'challans.lots.free',
  text: `
    select l.id, l.kind, l.name, l.barcode, coalesce(u.name, '') as purity, l.pieces - l.held_pieces as pieces,
      l.gross_mg - l.held_gross_mg as gross, l.net_mg - l.held_net_mg as net, l.carat_mct - l.held_carat_mct as carat,
      a.own_rate_paise as "ownRate"
    from lot l
    join article a on a.business_id = l.business_id and a.item_id = l.item_id
    left join purity u on u.business_id = l.business_id and u.id = coalesce(l.purity_id, a.purity_id) and l.kind <> 'stones'
    where l.business_id = $1 and l.archived_at is null and l.kind <> 'old-metal'
      and l.branch_id = coalesce($2::uuid, (select b.id from branch b where b.business_id = $1 and b.is_main))
      and (l.net_mg > l.held_net_mg or l.carat_mct > l.held_carat_mct)
    order by lower(l.name), l.id limit 200`,
}
