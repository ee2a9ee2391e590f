import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface Group {
  id: string
  name: string
  isArchived: boolean
  parties: number
  lists: number
}

/** All groups, those in use first, with how many parties and price lists each has. */
export const listGroups = (tx: Tx, businessId: string): Promise<Group[]> => named(tx, groups, [businessId])

/** Throws NotFound. */
export async function findGroup(tx: Tx, businessId: string, id: string): Promise<Group> {
  const [group] = await named<Group>(tx, group_, [businessId, id])
  if (!group) throw new NotFound('no such group')
  return group
}

export interface Member {
  id: string
  name: string
  key: string
}

/** Who is in a group, by name. */
export async function listMembers(
  tx: Tx,
  businessId: string,
  groupId: string,
  after: readonly [key: string, id: string] | undefined,
): Promise<Page<Member>> {
  const [key, id] = after ?? ['', '00000000-0000-0000-0000-000000000000']
  return pageOf(await named<Member>(tx, members, [businessId, groupId, key, id, pageSize + 1]))
}

const groupText = (where: string) => `
  select g.id, g.name, g.archived_at is not null as "isArchived",
    (select count(*)::integer from party p where p.business_id = g.business_id and p.group_id = g.id) as parties,
    (select count(*)::integer from price_list l where l.business_id = g.business_id and l.group_id = g.id) as lists
  from party_group g where g.business_id = $1 ${where} order by g.archived_at is not null, g.name_key limit 200`
const groups = { name: 'party_group.all', text: groupText('') }
const group_ = { name: 'party_group.one', text: groupText('and g.id = $2') }

const members = {
  name: 'party_group.members',
  text: `
    select p.id, p.name, p.name_key as key from party p
    where p.business_id = $1 and p.group_id = $2 and (p.name_key, p.id) > ($3, $4::uuid) order by p.name_key, p.id limit $5`,
}
