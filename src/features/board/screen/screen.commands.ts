import type { Actor } from '../../../core/actor.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { hashOfToken, type LinkTokens } from '../../portal/index.ts'
import { findScreenIfAny } from './screen.queries.ts'

/** Makes the address of the shop's screen, or leaves the one that works. */
export async function makeScreen(tx: Tx, businessId: string, actor: Actor, tokens: LinkTokens): Promise<void> {
  const live = await findScreenIfAny(tx, businessId)
  if (live && hashOfToken(tokens.of(businessId, live.id)) === live.tokenHash) return
  if (live) await endScreen(tx, businessId, live.id, actor)
  await addScreen(tx, businessId, actor, tokens)
}

/** Ends one address and makes the next. Pressed twice, the second press finds the first one ended and does nothing. */
export async function rotateScreen(
  tx: Tx,
  businessId: string,
  screenId: string,
  actor: Actor,
  tokens: LinkTokens,
): Promise<void> {
  if (await endScreen(tx, businessId, screenId, actor)) await addScreen(tx, businessId, actor, tokens)
}

/** From now on the address shows no rates. A second time changes nothing, and false is answered. */
export async function endScreen(tx: Tx, businessId: string, screenId: string, actor: Actor): Promise<boolean> {
  const ended = await named(tx, revoke, [businessId, screenId, actor.at])
  if (ended.length === 0) return false
  await audit(tx, businessId, actor, { action: 'board-screen.revoked', entity: 'board', entityId: screenId })
  return true
}

async function addScreen(tx: Tx, businessId: string, actor: Actor, tokens: LinkTokens): Promise<void> {
  const id = newId()
  const hash = hashOfToken(tokens.of(businessId, id))
  const made = await named(tx, insert, [businessId, id, hash, actor.userId, actor.name, actor.at])
  // Someone else made it in the same moment: theirs is the address.
  if (made.length === 0) return
  await named(tx, insertPlace, [hash, businessId, id])
  await audit(tx, businessId, actor, { action: 'board-screen.made', entity: 'board', entityId: id })
}

const insert = {
  name: 'board.screen.insert',
  text: `
    insert into board_screen (business_id, id, token_hash, by_user, by_name, created_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id) where revoked_at is null do nothing returning id`,
}

// Control plane: a screen is opened by who belongs to no business. The place of one that ended stays, to say so.
const insertPlace = {
  name: 'board.screen.place',
  text: 'insert into board_directory (token_hash, business_id, board_screen_id) values ($1, $2, $3)',
}

const revoke = {
  name: 'board.screen.revoke',
  text: `
    update board_screen set revoked_at = $3 where business_id = $1 and id = $2 and revoked_at is null returning id`,
}
