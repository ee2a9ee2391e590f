import { createHash } from 'node:crypto'
import { Refusal } from '../../core/errors.ts'
import { endingOf, fileKind } from '../../core/file-kind.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

/** Five megabytes: a photo of a phone. */
export const largestPicture = 5 * 1024 * 1024

export interface Picture {
  mime: string
  bytes: Buffer
}

/**
 * Keeps a photo, once however often it is sent, and says under which hash; who shows it writes that down. `name` is what the
 * file is called without its ending. Throws Refusal 'pieces.refusal.photoTooLarge', 'pieces.refusal.photoKind'.
 */
export async function keepPicture(
  tx: Tx,
  businessId: string,
  { name, bytes, at }: { name: string; bytes: Buffer; at: Date },
): Promise<string> {
  if (bytes.length > largestPicture) throw new Refusal('pieces.refusal.photoTooLarge')
  const mime = fileKind(bytes)
  if (!mime?.startsWith('image/')) throw new Refusal('pieces.refusal.photoKind')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await named(tx, fileInsert, [businessId, sha256, mime, `${name}.${endingOf(mime)}`, bytes, at])
  return sha256
}

const fileInsert = {
  name: 'pictures.keep',
  text: `
    insert into file (business_id, sha256, mime, name, bytes, created_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, sha256) do nothing`,
}
