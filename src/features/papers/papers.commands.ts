import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

export interface NewPaper {
  hash: string
  form: string
  bytes: Buffer
  at: Date
}

/** Keeps a printed paper. Gives the one that is kept: of two prints at one instant the first. */
export async function keepPaper(tx: Tx, businessId: string, { hash, form, bytes, at }: NewPaper): Promise<Buffer> {
  const [kept] = await named<{ bytes: Buffer }>(tx, keep, [businessId, hash, form, bytes, at])
  return kept?.bytes ?? bytes
}

// The update changes nothing: it waits for the other print and hands its bytes back.
const keep = {
  name: 'papers.keep',
  text: `
    insert into paper as p (business_id, content_hash, kind, bytes, created_at) values ($1, $2, $3, $4, $5)
    on conflict (business_id, content_hash) do update set kind = p.kind returning p.bytes`,
}
