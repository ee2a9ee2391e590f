import type { Actor } from '../../../core/actor.ts'
import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { keepPicture, type Picture } from '../../pictures/index.ts'

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
  const name = `order-${orderId.slice(-12)}-${line}`
  const sha256 = await keepPicture(tx, businessId, { name, bytes, at: actor.at })
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
): Promise<Picture> {
  const [photo] = await named<Picture>(tx, photoOf, [businessId, orderId, line, sha256])
  if (!photo) throw new NotFound('no such photo')
  return photo
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
