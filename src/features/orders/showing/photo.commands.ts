import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { endingOf, fileKind } from '../../../core/file-kind.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

/** Five megabytes: a photo of a phone. */
export const largestPhoto = 5 * 1024 * 1024

export interface OrderPhoto {
  readonly orderId: string
  readonly line: number
  readonly bytes: Buffer
}

/** Keeps a picture of how an article shall look. Throws Refusal for what is no picture, or too large; NotFound. */
export async function setPhoto(
  tx: Tx,
  businessId: string,
  { orderId, line, bytes }: OrderPhoto,
  actor: Actor,
): Promise<void> {
  if (bytes.length > largestPhoto) throw new Refusal('pieces.refusal.photoTooLarge')
  const mime = fileKind(bytes)
  if (!mime?.startsWith('image/')) throw new Refusal('pieces.refusal.photoKind')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const name = `order-${orderId.slice(-12)}-${line}.${endingOf(mime)}`
  await named(tx, fileInsert, [businessId, sha256, mime, name, bytes, actor.at])
  const changed = await named(tx, photoSet, [businessId, orderId, line, sha256])
  if (changed.length === 0) throw new NotFound(`no line ${line} of an order ${orderId}`)
  const after = { line, photo: sha256 }
  await audit(tx, businessId, actor, { action: 'order.photographed', entity: 'order', entityId: orderId, after })
}

/** Only the photo that the line shows. Throws NotFound. */
export async function findPhoto(
  tx: Tx,
  businessId: string,
  { orderId, line, sha256 }: { orderId: string; line: number; sha256: string },
): Promise<{ mime: string; bytes: Buffer }> {
  const [photo] = await named<{ mime: string; bytes: Buffer }>(tx, photoOf, [businessId, orderId, line, sha256])
  if (!photo) throw new NotFound('no such photo')
  return photo
}

const fileInsert = {
  name: 'orders.photo.file',
  text: `
    insert into file (business_id, sha256, mime, name, bytes, created_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, sha256) do nothing`,
}

const photoSet = {
  name: 'orders.photo.set',
  text: 'update sales_order_line set photo_sha256 = $4 where business_id = $1 and order_id = $2 and line = $3 returning line',
}

const photoOf = {
  name: 'orders.photo.read',
  text: `
    select f.mime, f.bytes from sales_order_line l join file f on f.business_id = l.business_id and f.sha256 = l.photo_sha256
    where l.business_id = $1 and l.order_id = $2 and l.line = $3 and l.photo_sha256 = $4`,
}
