import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Desk } from './counter.look.ts'

/**
 * A bill in the making takes a piece for itself, until it is issued, thrown away, or left alone for a quarter of an hour.
 * Answers with who has it on another bill; undefined when it is this bill's now.
 */
export async function claimPiece(
  tx: Tx,
  businessId: string,
  { pieceId, draftId }: { pieceId: string; draftId: string },
  { userId, userName, at }: Desk,
): Promise<{ name: string } | undefined> {
  const taken = await named(tx, claimTaken, [businessId, pieceId, draftId, userId, userName, at])
  if (taken.length > 0) return undefined
  const [other] = await named<{ name: string }>(tx, claimOf, [businessId, pieceId])
  return other
}

/** What left the bill is free again; what is still on it stays this bill's for another quarter of an hour. */
export async function keepClaims(
  tx: Tx,
  businessId: string,
  { draftId, pieceIds }: { draftId: string; pieceIds: readonly string[] },
  at: Date,
): Promise<void> {
  await named(tx, claimsKept, [businessId, draftId, pieceIds, at])
}

const claimTaken = {
  name: 'counter.claim.take',
  text: `
    insert into piece_claim (business_id, piece_id, draft_id, user_id, user_name, at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, piece_id) do update
      set draft_id = excluded.draft_id, user_id = excluded.user_id, user_name = excluded.user_name, at = excluded.at
      where piece_claim.draft_id = excluded.draft_id or piece_claim.at < excluded.at - interval '15 minutes'
    returning piece_id`,
}

const claimOf = {
  name: 'counter.claim.find',
  text: 'select user_name as name from piece_claim where business_id = $1 and piece_id = $2',
}

const claimsKept = {
  name: 'counter.claim.keep',
  text: `
    with freed as (delete from piece_claim where business_id = $1 and draft_id = $2 and piece_id <> all($3::uuid[]))
    update piece_claim set at = $4 where business_id = $1 and draft_id = $2 and piece_id = any($3::uuid[])`,
}
