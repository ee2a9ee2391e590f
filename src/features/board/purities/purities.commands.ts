import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { standardPurities } from '../../../core/metal.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import type { PurityFacts } from './purities.form.ts'
import { findPurity, listPurities, mostPurities, type PurityRow } from './purities.queries.ts'

/** What most boards show; the others are there to sell in. */
const usual: readonly string[] = [
  'gold 24K 999',
  'gold 22K 916',
  'gold 18K 750',
  'gold 14K 585',
  'silver 999',
  'silver 925',
]

/** What a jeweller begins with. Does nothing where there are purities already. */
export async function createPurities(tx: Tx, businessId: string): Promise<void> {
  if ((await listPurities(tx, businessId)).length > 0) return
  await tx('purity')
    .insert(
      standardPurities.map(({ metal, name, fineness, isHallmarked }, place) => ({
        ...{ business_id: businessId, id: newId(), metal, name, fineness, place },
        ...{ is_hallmarked: isHallmarked, is_on_board: usual.includes(`${metal} ${name}`) },
      })),
    )
    .onConflict(['business_id', 'metal', 'name'])
    .ignore()
}

export interface NewPurity extends PurityFacts {
  id: string
}

/** One more to sell in, at the end of its metal. The same form sent twice makes one. Throws Refusal. */
export async function createPurity(tx: Tx, businessId: string, made: NewPurity, actor: Actor): Promise<void> {
  const { id, ...facts } = made
  const all = await listPurities(tx, businessId)
  const before = all.find((one) => one.id === id)
  if (before && isSame(before, facts)) return
  if (before) throw new Refusal('board.refusal.otherPurity', {}, 409)
  if (all.length >= mostPurities) throw new Refusal('board.refusal.mostPurities', { count: mostPurities })
  await tx('purity')
    .insert({ business_id: businessId, id, ...columnsOf(facts), place: all.length })
    .catch(refuseTaken)
  await audit(tx, businessId, actor, { action: 'purity.created', entity: 'board', entityId: id, after: { ...facts } })
}

/** Another name, fineness, hallmark or place on the board; its metal stays. What was weighed before keeps its fineness. */
export async function changePurity(tx: Tx, businessId: string, changed: NewPurity, actor: Actor): Promise<void> {
  const { id, ...facts } = changed
  const before = await findPurity(tx, businessId, id)
  const after = { ...facts, metal: before.metal }
  if (isSame(before, after)) return
  await tx('purity').where({ business_id: businessId, id }).update(columnsOf(after)).catch(refuseTaken)
  const { name, fineness, isHallmarked, isOnBoard } = before
  await audit(tx, businessId, actor, {
    action: 'purity.edited',
    entity: 'board',
    entityId: id,
    before: { name, fineness, isHallmarked, isOnBoard },
    after: { ...after },
  })
}

/** Nothing is priced in it any more; its rates and what was sold stay. Throws Refusal while there are pieces of it. */
export async function archivePurity(tx: Tx, businessId: string, id: string, actor: Actor): Promise<PurityRow> {
  const purity = await findPurity(tx, businessId, id)
  if (purity.archivedAt) return purity
  const [stock] = await named(tx, stockOf, [businessId, id])
  if (stock) throw new Refusal('board.refusal.hasStock', { name: purity.name })
  await tx('purity').where({ business_id: businessId, id }).update({ archived_at: actor.at })
  const entry = { action: 'purity.archived', entity: 'board', entityId: id }
  await audit(tx, businessId, actor, { ...entry, before: { name: purity.name } })
  return purity
}

export async function bringBackPurity(tx: Tx, businessId: string, id: string, actor: Actor): Promise<PurityRow> {
  const purity = await findPurity(tx, businessId, id)
  if (!purity.archivedAt) return purity
  await tx('purity').where({ business_id: businessId, id }).update({ archived_at: null })
  const entry = { action: 'purity.broughtBack', entity: 'board', entityId: id }
  await audit(tx, businessId, actor, { ...entry, after: { name: purity.name } })
  return purity
}

/** One place up or down among its metal. At the end of it nothing changes. Throws NotFound. */
export async function movePurity(tx: Tx, businessId: string, id: string, direction: 'up' | 'down'): Promise<void> {
  const all = (await listPurities(tx, businessId)).filter(({ archivedAt }) => !archivedAt)
  const metal = all.find((one) => one.id === id)?.metal
  const order = all.filter((one) => one.metal === metal).map((one) => one.id)
  const at = order.indexOf(id)
  if (at < 0) throw new NotFound(`no purity ${id}`)
  const to = direction === 'up' ? at - 1 : at + 1
  if (to < 0 || to >= order.length) return
  await named(tx, placeAll, [businessId, order.toSpliced(at, 1).toSpliced(to, 0, id)])
}

const columnsOf = ({ metal, name, fineness, isHallmarked, isOnBoard }: PurityFacts) => ({
  ...{ metal, name, fineness, is_hallmarked: isHallmarked, is_on_board: isOnBoard },
})

const isSame = (a: PurityFacts, b: PurityFacts): boolean =>
  JSON.stringify(columnsOf(a)) === JSON.stringify(columnsOf(b))

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('board.refusal.taken') : error
}

const stockOf = {
  name: 'board.purity.stock',
  text: `
    select 1 from piece where business_id = $1 and purity_id = $2 and state not in ('sold', 'melted', 'gone', 'missing')
    union all
    select 1 from lot where business_id = $1 and purity_id = $2 and net_mg > 0 and archived_at is null limit 1`,
}

const placeAll = {
  name: 'board.purities.place',
  text: `
    update purity p set place = o.place from unnest($2::uuid[]) with ordinality as o (id, place)
    where p.business_id = $1 and p.id = o.id`,
}
