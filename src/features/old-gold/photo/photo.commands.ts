import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { keepPicture, type Picture } from '../../pictures/index.ts'

/** The goods from two sides, the seller, and one more. */
const mostPhotos = 4

/**
 * Adds a photo of what was bought, or of who sold it; a paper that is printed from now on shows it. The same photo again is
 * there once. Throws Refusal 'oldGold.refusal.photos' (409) and what `keepPicture` throws; NotFound.
 */
export async function addPhoto(
  tx: Tx,
  businessId: string,
  { purchaseId, bytes }: { purchaseId: string; bytes: Buffer },
  actor: Actor,
): Promise<void> {
  const [purchase] = await named<{ number: string; photos: number }>(tx, purchaseOf, [businessId, purchaseId])
  if (!purchase) throw new NotFound(`no purchase of old gold ${purchaseId}`)
  if (purchase.photos >= mostPhotos) throw new Refusal('oldGold.refusal.photos', { most: String(mostPhotos) }, 409)
  const name = `old-gold-${purchaseId.slice(-12)}`
  const sha256 = await keepPicture(tx, businessId, { name, bytes, at: actor.at })
  const added = await named(tx, photoInsert, [
    ...[businessId, purchaseId, sha256, name, bytes.length],
    ...[actor.userId, actor.name, actor.at],
  ])
  if (added.length === 0) return
  const after = { number: purchase.number, photo: sha256 }
  await audit(tx, businessId, actor, {
    action: 'oldGold.photographed',
    entity: 'document',
    entityId: purchaseId,
    after,
  })
}

/** Throws NotFound. */
export async function findPhoto(
  tx: Tx,
  businessId: string,
  { id, sha256 }: { id: string; sha256: string },
): Promise<Picture> {
  const [photo] = (await readPhotos(tx, businessId, id)).filter((one) => one.sha256 === sha256)
  if (!photo) throw new NotFound('no such photo')
  return photo
}

/** The photos of a purchase, first taken first. */
export const readPhotos = (tx: Tx, businessId: string, id: string): Promise<(Picture & { sha256: string })[]> =>
  named(tx, photosOf, [businessId, id])

const purchaseOf = {
  name: 'old_gold.photo.purchase',
  text: `
    select d.number, (select count(*) from document_attachment a where a.business_id = d.business_id and a.document_id = d.id)::int as photos
    from document d where d.business_id = $1 and d.id = $2 and d.kind = 'urd-purchase' for update of d`,
}

const photoInsert = {
  name: 'old_gold.photo.insert',
  text: `
    insert into document_attachment (business_id, document_id, sha256, name, size_bytes, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (business_id, document_id, sha256) do nothing returning sha256`,
}

const photosOf = {
  name: 'old_gold.photo.read',
  text: `
    select a.sha256, f.mime, f.bytes
    from document_attachment a join file f on f.business_id = a.business_id and f.sha256 = a.sha256
    where a.business_id = $1 and a.document_id = $2 order by a.at, a.sha256`,
}
