import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { canManage } from '../../../core/permissions.ts'
import type { Db } from '../../../db/database.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import type { Locale } from '../../../words/index.ts'
import { audit } from '../../audit/index.ts'
import { addMemberIn, createUser, hashOf, newToken } from '../../auth/index.ts'
import { type Chief, refuseUnless } from '../people.commands.ts'
import type { NewInvitation } from './invitations.form.ts'
import { isMember, type OpenedInvitation } from './invitations.queries.ts'

const day = 86_400_000
const lastsDays = 7

/** A token that lets one person in. An earlier invitation of the same email ends; one who works here needs none. */
export async function invite(tx: Tx, businessId: string, invitation: NewInvitation, by: Chief): Promise<string> {
  const { name, email, role } = invitation
  refuseUnless(canManage(by.role, role))
  if (await isMember(tx, businessId, email)) throw new Refusal('people.invite.already')
  const token = newToken()
  await openOnes(tx, businessId).where({ email }).update({ revoked_at: by.at })
  await tx('invitation').insert({
    token_hash: hashOf(token),
    business_id: businessId,
    ...invitation,
    invited_by: by.userId,
    created_at: by.at,
    expires_at: new Date(by.at.getTime() + lastsDays * day),
  })
  await auditInvitation(tx, businessId, by, 'member.invited', { name, email, role })
  return token
}

/** Ends an invitation. Done again it changes nothing; not found when it is another business's. */
export async function revokeInvitation(tx: Tx, businessId: string, tokenHash: string, by: Chief): Promise<void> {
  const row: (NewInvitation & { isOpen: boolean }) | undefined = await tx('invitation')
    .where({ business_id: businessId, token_hash: tokenHash })
    .forUpdate()
    .first('name', 'email', 'role', tx.raw('used_at is null and revoked_at is null as "isOpen"'))
  if (!row) throw new NotFound('no such invitation')
  const { isOpen, ...invitation } = row
  refuseUnless(canManage(by.role, invitation.role))
  if (!isOpen) return
  await tx('invitation').where({ token_hash: tokenHash }).update({ revoked_at: by.at })
  await auditInvitation(tx, businessId, by, 'member.invitation-revoked', invitation)
}

/** A new person takes the invitation: someone to sign in, and a member, or neither. Undefined when another was quicker. */
export async function joinAsNew(
  db: Db,
  invitation: OpenedInvitation,
  { name, password, locale }: { name: string; password: string; locale: Locale },
  at: Date,
): Promise<string | undefined> {
  const { business_id, email } = invitation
  return inBusiness(db, business_id, async (tx) => {
    if (!(await take(tx, invitation, at))) return undefined
    const { id } = await createUser(tx, { name, email, password, locale }, at)
    await addMemberIn(tx, business_id, { userId: id, role: invitation.role }, { userId: id, name, at })
    return id
  })
}

/** Someone who signs in already takes the invitation. Who is a member by now keeps the role that they have. */
export function join(db: Db, invitation: OpenedInvitation, actor: Actor & { userId: string }): Promise<boolean> {
  const { business_id, email, role } = invitation
  return inBusiness(db, business_id, async (tx) => {
    if (!(await take(tx, invitation, actor.at))) return false
    if (!(await isMember(tx, business_id, email)))
      await addMemberIn(tx, business_id, { userId: actor.userId, role }, actor)
    return true
  })
}

async function take(tx: Tx, { token_hash, business_id }: OpenedInvitation, at: Date): Promise<boolean> {
  const taken = await openOnes(tx, business_id).where({ token_hash }).update({ used_at: at })
  return taken > 0
}

const openOnes = (tx: Tx, businessId: string) =>
  tx('invitation').where({ business_id: businessId, used_at: null, revoked_at: null })

const auditInvitation = (tx: Tx, businessId: string, by: Chief, action: string, after: NewInvitation): Promise<void> =>
  audit(tx, businessId, by, { action, entity: 'member', entityId: after.email, after: { ...after } })
