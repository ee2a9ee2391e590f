import type { Actor } from '../../../core/actor.ts'
import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { keepClaims } from './claims.commands.ts'
import type { TypedBill } from './counter.types.ts'

export interface SavedDraft {
  id: string
  bill: TypedBill
  /** The person went to make a customer and comes back to this bill. */
  awaitsParty?: boolean
}

/**
 * Keeps a bill in the making as it was typed, but for the number of a seller's id, which is only ever kept sealed. It is no
 * entry of the books, so it writes no line of the edit log.
 * Throws NotFound for a draft of someone else.
 */
async function writeDraft(tx: Tx, businessId: string, draft: SavedDraft, actor: Actor): Promise<void> {
  const { og_id: _sealedLater, ...oldGold } = draft.bill.oldGold
  const body = JSON.stringify({ ...draft.bill, oldGold, ...(draft.awaitsParty && { awaitsParty: true }) })
  const saved = await named(tx, draftSaved, [
    businessId,
    draft.id,
    actor.userId,
    body,
    draft.bill.fields.name,
    actor.at,
  ])
  if (saved.length === 0) throw new NotFound(`no draft ${draft.id}`)
}

/** The same at a jeweller's counter, where a bill in the making also holds its pieces. */
export async function saveDraft(tx: Tx, businessId: string, draft: SavedDraft, actor: Actor): Promise<void> {
  const pieceIds = draft.bill.lines.flatMap(({ piece }) => piece || [])
  const held = { draftId: draft.id, pieceIds }
  await together([writeDraft(tx, businessId, draft, actor), keepClaims(tx, businessId, held, actor.at)])
}

/** Once the bill is issued, or when nobody wants it. Of a draft that is gone nothing more is asked. */
export async function removeDraft(tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> {
  await named(tx, draftRemoved, [businessId, id, actor.userId])
}

const draftSaved = {
  name: 'counter.draft.save',
  text: `
    insert into draft (business_id, id, user_id, kind, body, label, updated_at) values ($1, $2, $3, 'sale', $4, $5, $6)
    on conflict (business_id, id) do update set body = excluded.body, label = excluded.label, updated_at = excluded.updated_at
    where draft.business_id = $1 and draft.user_id = $3 and draft.kind = 'sale' returning id`,
}

// The index of a person's drafts holds every state that they were in of late: this one is found by its key, and then compared.
const draftRemoved = {
  name: 'counter.draft.remove',
  text: `
    with freed as (delete from piece_claim where business_id = $1 and draft_id = $2 and user_id = $3)
    delete from draft where business_id = $1 and id = $2 and user_id is not distinct from $3 and kind = 'sale'`,
}
