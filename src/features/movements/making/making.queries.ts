import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { findParty } from '../../parties/index.ts'
import { type GoodsFacts, readGoods } from '../goods/goods.facts.ts'
import type { GoodsRef } from '../movements.types.ts'

export interface BranchChoice {
  id: string
  name: string
  isMain: boolean
}

export interface LotChoice {
  id: string
  name: string
  branchId: string
  kind: 'metal' | 'stones' | 'old-metal'
  purity: string
}

export interface FormFacts {
  branches: BranchChoice[]
  branchId: string
  lots: LotChoice[]
  party: { id: string; name: string } | undefined
  goods: GoodsFacts
}

/** What a form offers to choose from, and what its lines name. Throws NotFound. */
export async function loadForm(
  tx: Tx,
  businessId: string,
  asked: { branchId: string; partyId: string; refs: readonly GoodsRef[] },
): Promise<FormFacts> {
  const [branches, lots] = await together([
    named<BranchChoice>(tx, branchesOpen, [businessId]),
    named<LotChoice>(tx, lotsOpen, [businessId]),
  ])
  const branch = branches.find(({ id }) => id === asked.branchId) ?? branches[0]
  if (!branch) throw new NotFound('no branch')
  return {
    branches,
    branchId: branch.id,
    lots: lots.filter(({ branchId }) => branchId === branch.id),
    party: asked.partyId === '' ? undefined : await findParty(tx, businessId, asked.partyId),
    goods: await readGoods(tx, businessId, branch.id, asked.refs),
  }
}

const branchesOpen = {
  name: 'movements.branches',
  text: `
    select id, name, is_main as "isMain" from branch where business_id = $1 and archived_at is null
    order by is_main desc, name, id limit 200`,
}

const lotsOpen = {
  name: 'movements.lots.open',
  text: `
    select l.id, l.name, l.branch_id as "branchId", l.kind, coalesce(u.name, '') as purity
    from lot l left join purity u on u.business_id = l.business_id and u.id = l.purity_id
    where l.business_id = $1 and l.archived_at is null order by l.name, l.id limit 500`,
}
