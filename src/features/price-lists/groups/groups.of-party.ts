import type { Actor } from '../../../core/actor.ts'
import { NotFound } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

export interface GroupName {
  id: string
  name: string
}

/** Groups that a party may be put in, and the one that it is in though it is archived. */
export const listOpenGroups = (tx: Tx, businessId: string, partyId?: string): Promise<GroupName[]> =>
  named(tx, openGroups, [businessId, partyId ?? null])

export async function findGroupOf(tx: Tx, businessId: string, partyId: string): Promise<GroupName | undefined> {
  const [group] = await named<GroupName>(tx, groupOf, [businessId, partyId])
  return group
}

/** Puts a party in a group, or with null in none. Nothing is written where it is there. Throws NotFound for another's. */
export async function setPartyGroup(
  tx: Tx,
  businessId: string,
  { partyId, groupId }: { partyId: string; groupId: string | null },
  actor: Actor,
): Promise<void> {
  if (groupId !== null && !isId(groupId)) throw new NotFound('no such group')
  const before = await findGroupOf(tx, businessId, partyId)
  if ((before?.id ?? null) === groupId) return
  const group = groupId === null ? undefined : (await named<GroupName>(tx, groupById, [businessId, groupId]))[0]
  if (groupId !== null && !group) throw new NotFound('no such group')
  await named(tx, partyUpdate, [businessId, partyId, groupId])
  await audit(tx, businessId, actor, {
    action: 'party.grouped',
    entity: 'party',
    entityId: partyId,
    before: { group: before?.name ?? '' },
    after: { group: group?.name ?? '' },
  })
}

const openGroups = {
  name: 'party_group.open',
  text: `
    select g.id, g.name from party_group g where g.business_id = $1 and (g.archived_at is null
      or g.id = (select p.group_id from party p where p.business_id = $1 and p.id = $2::uuid)) order by g.name_key limit 200`,
}

const groupOf = {
  name: 'party_group.of_party',
  text: `
    select g.id, g.name from party p join party_group g on g.business_id = p.business_id and g.id = p.group_id
    where p.business_id = $1 and p.id = $2`,
}

const groupById = {
  name: 'party_group.name',
  text: 'select id, name from party_group where business_id = $1 and id = $2',
}
const partyUpdate = {
  name: 'party_group.put',
  text: 'update party set group_id = $3 where business_id = $1 and id = $2',
}
