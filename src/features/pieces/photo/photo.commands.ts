import type { Actor } from '../../../core/actor.ts'
import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { keepPicture, type Picture } from '../../pictures/index.ts'

/** Keeps a picture of a piece, in the place of the one before. Throws Refusal for what is no picture, or too large; NotFound. */
export async function setPhoto(
  tx: Tx,
  businessId: string,
  { pieceId, bytes }: { pieceId: string; bytes: Buffer },
  actor: Actor,
): Promise<void> {
  const sha256 = await keepPicture(tx, businessId, { name: `piece-${pieceId.slice(-12)}`, bytes, at: actor.at })
  await change(tx, businessId, { pieceId, sha256 }, actor)
}

/** Throws NotFound. */
export const removePhoto = (tx: Tx, businessId: string, pieceId: string, actor: Actor): Promise<void> =>
  change(tx, businessId, { pieceId, sha256: null }, actor)

/** Only the photo that the piece shows. Throws NotFound. */
export async function findPhoto(tx: Tx, businessId: string, of: { pieceId: string; sha256: string }): Promise<Picture> {
  const [photo] = await named<Picture>(tx, photoOf, [businessId, of.pieceId, of.sha256])
  if (!photo) throw new NotFound('no such photo')
  return photo
}

async function change(
  tx: Tx,
  businessId: string,
  { pieceId, sha256 }: { pieceId: string; sha256: string | null },
  actor: Actor,
): Promise<void> {
  const [piece] = await named<{ tag: string }>(tx, photoSet, [businessId, pieceId, sha256, actor.at])
  if (!piece) throw new NotFound(`no piece ${pieceId}`)
  const after = { tag: piece.tag, photo: sha256 ?? '' }
  await audit(tx, businessId, actor, { action: 'piece.photographed', entity: 'piece', entityId: pieceId, after })
}

const photoSet = {
  name: 'piece.photo.set',
  text: 'update piece set photo_sha256 = $3, updated_at = $4 where business_id = $1 and id = $2 returning tag',
}

const photoOf = {
  name: 'piece.photo.read',
  text: `
    select f.mime, f.bytes from piece p join file f on f.business_id = p.business_id and f.sha256 = p.photo_sha256
    where p.business_id = $1 and p.id = $2 and p.photo_sha256 = $3`,
}
