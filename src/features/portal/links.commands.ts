import type { Actor } from '../../core/actor.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { findParty, type Party } from '../parties/index.ts'
import { endsSql, findLiveLinkIfAny, type LiveLink } from './links.queries.ts'
import { hashOfToken, type LinkTokens } from './tokens.ts'

/** Makes the party's link, or leaves the one that works. Throws NotFound. */
export async function makeDuesLink(
  tx: Tx,
  businessId: string,
  partyId: string,
  actor: Actor,
  tokens: LinkTokens,
): Promise<void> {
  const party = await findParty(tx, businessId, partyId)
  const live = await findLiveLinkIfAny(tx, businessId, partyId)
  if (live && works(live, businessId, actor.at, tokens)) return
  if (live) await endLink(tx, businessId, party, live.id, actor)
  await addLink(tx, businessId, party, { action: 'portal-link.made' }, actor, tokens)
}

/** Ends one link and makes the next. Pressed twice, the second press finds the first link ended and does nothing. */
export async function rotateDuesLink(
  tx: Tx,
  businessId: string,
  { partyId, linkId }: { partyId: string; linkId: string },
  actor: Actor,
  tokens: LinkTokens,
): Promise<void> {
  const party = await findParty(tx, businessId, partyId)
  if (!(await endLink(tx, businessId, party, linkId, actor))) return
  await addLink(tx, businessId, party, { action: 'portal-link.rotated' }, actor, tokens)
}

/** From now on the link says only whom to ask. A second time changes nothing. */
export async function revokeDuesLink(
  tx: Tx,
  businessId: string,
  { partyId, linkId }: { partyId: string; linkId: string },
  actor: Actor,
): Promise<void> {
  await endLink(tx, businessId, await findParty(tx, businessId, partyId), linkId, actor)
}

/** Whether it still opens: not too old, and made under the secret that we have. */
export const works = (link: LiveLink, businessId: string, at: Date, tokens: LinkTokens): boolean =>
  link.expiresAt > at && hashOfToken(tokens.of(businessId, link.id)) === link.tokenHash

async function addLink(
  tx: Tx,
  businessId: string,
  party: Party,
  { action }: { action: string },
  actor: Actor,
  tokens: LinkTokens,
): Promise<void> {
  const id = newId()
  const hash = hashOfToken(tokens.of(businessId, id))
  const made = await named(tx, insertLink, [businessId, id, party.id, hash, actor.userId, actor.at])
  // Someone else made it in the same moment: theirs is the link.
  if (made.length === 0) return
  await named(tx, insertPlace, [hash, businessId, id])
  await audit(tx, businessId, actor, { action, entity: 'portal-link', entityId: id, after: { party: party.name } })
}

async function endLink(tx: Tx, businessId: string, party: Party, linkId: string, actor: Actor): Promise<boolean> {
  const ended = await named(tx, revokeLink, [businessId, linkId, party.id, actor.at])
  if (ended.length === 0) return false
  const before = { party: party.name }
  await audit(tx, businessId, actor, { action: 'portal-link.revoked', entity: 'portal-link', entityId: linkId, before })
  return true
}

const insertLink = {
  name: 'portal.link.insert',
  text: `
    insert into portal_link (business_id, id, party_id, token_hash, created_by, created_at, expires_at)
    select $1, $2, $3, $4, $5, $6, ${endsSql('$3::uuid', 'b.zone', '($6::timestamptz at time zone b.zone)')}
    from business b where b.id = $1
    on conflict (business_id, party_id) where revoked_at is null do nothing returning id`,
}

// Control plane: a link is opened by who belongs to no business. The place of an ended link stays, for its page to say so.
const insertPlace = {
  name: 'portal.place.insert',
  text: 'insert into portal_directory (token_hash, business_id, portal_link_id) values ($1, $2, $3)',
}

const revokeLink = {
  name: 'portal.link.revoke',
  text: `
    update portal_link set revoked_at = $4
    where business_id = $1 and id = $2 and party_id = $3 and revoked_at is null returning id`,
}
