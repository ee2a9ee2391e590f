import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { fileKind } from '../../../core/file-kind.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

const largest = 500 * 1024

/** Keeps a picture as the business's logo. Throws Refusal for what is no PNG, JPEG or WebP picture, or too large. */
export async function setLogo(tx: Tx, businessId: string, bytes: Buffer, actor: Actor): Promise<void> {
  if (bytes.length > largest) throw new Refusal('settings.logo.tooLarge')
  const mime = fileKind(bytes)
  if (!mime?.startsWith('image/')) throw new Refusal('settings.logo.problem')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const row = { business_id: businessId, sha256, mime, name: 'logo', bytes, created_at: actor.at }
  await tx('file').insert(row).onConflict(['business_id', 'sha256']).ignore()
  await change(tx, businessId, sha256, actor)
}

export const removeLogo = (tx: Tx, businessId: string, actor: Actor): Promise<void> =>
  change(tx, businessId, null, actor)

export interface Picture {
  mime: string
  bytes: Buffer
}

export async function findPicture(tx: Tx, businessId: string, sha256: string): Promise<Picture> {
  const file = await tx('file').where({ business_id: businessId, sha256 }).first('mime', 'bytes')
  if (!file) throw new NotFound(`no file ${sha256}`)
  return file
}

async function change(tx: Tx, businessId: string, sha256: string | null, actor: Actor): Promise<void> {
  await tx('business').where({ id: businessId }).update({ logo_sha256: sha256 })
  const after = { logo: sha256 ?? '' }
  await audit(tx, businessId, actor, { action: 'business.edited', entity: 'business', entityId: businessId, after })
}
