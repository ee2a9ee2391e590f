import { createHash } from 'node:crypto'
import type { Actor } from '../../core/actor.ts'
import { NotFound, Refusal } from '../../core/errors.ts'
import { endingOf } from '../../core/file-kind.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { readAttachment } from '../vouchers/index.ts'

const mostAttachments = 10

/** The papers of purchases beside which files are kept. */
export type AttachedKind = 'supplier-bill' | 'goods-receipt'

interface Attached {
  readonly kind: AttachedKind
  /** Of the document. */
  readonly id: string
}

/** A file beside a paper, the oldest first. */
export interface ShownFile {
  sha256: string
  name: string
}

export const listAttachments = (tx: Tx, businessId: string, id: string): Promise<ShownFile[]> =>
  named(tx, attachmentsListed, [businessId, id])

/**
 * Keeps a photo or PDF beside a paper, under a name of ours; the same file twice is one. Throws Refusal for what is
 * no picture or PDF, too large, or one too many; NotFound.
 */
export async function attachTo(
  tx: Tx,
  businessId: string,
  { kind, id, bytes }: Attached & { bytes: Buffer },
  actor: Actor,
): Promise<void> {
  const mime = readAttachment(bytes)
  type Counted = { number: string; count: number }
  const [paper] = isId(id) ? await named<Counted>(tx, attachmentsOf, [businessId, id, kind]) : []
  if (!paper) throw new NotFound(`no such ${kind}`)
  if (paper.count >= mostAttachments) throw new Refusal('vouchers.refusal.tooManyFiles', { most: mostAttachments }, 409)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const name = `${paper.number.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${paper.count + 1}.${endingOf(mime)}`
  await named(tx, fileInsert, [businessId, sha256, mime, name, bytes, actor.at])
  const values = [businessId, id, sha256, name, bytes.length, actor.userId, actor.name, actor.at]
  const added = await named<{ name: string }>(tx, attachmentInsert, values)
  if (added.length === 0) return
  await audit(tx, businessId, actor, {
    action: `${actionOf[kind]}.attached`,
    entity: kind,
    entityId: id,
    after: { file: name, sha256 },
  })
}

/** Takes a file from a paper; the audit line keeps what it was. Throws NotFound. */
export async function detachFrom(
  tx: Tx,
  businessId: string,
  { kind, id, sha256 }: Attached & { sha256: string },
  actor: Actor,
): Promise<void> {
  const [gone] = isId(id) ? await named<{ name: string }>(tx, attachmentDelete, [businessId, id, sha256, kind]) : []
  if (!gone) throw new NotFound('no such attachment')
  await audit(tx, businessId, actor, {
    action: `${actionOf[kind]}.detached`,
    entity: kind,
    entityId: id,
    before: { file: gone.name, sha256 },
  })
}

/** Throws NotFound. */
export async function findAttachment(
  tx: Tx,
  businessId: string,
  { kind, id, sha256 }: Attached & { sha256: string },
): Promise<{ name: string; mime: string; bytes: Buffer }> {
  type File = { name: string; mime: string; bytes: Buffer }
  const [file] = isId(id) ? await named<File>(tx, attachmentFile, [businessId, id, sha256, kind]) : []
  if (!file) throw new NotFound('no such attachment')
  return file
}

const actionOf = { 'supplier-bill': 'supplierBill', 'goods-receipt': 'goods-receipt' } as const

const attachmentsListed = {
  name: 'attachments.list',
  text: 'select sha256, name from document_attachment where business_id = $1 and document_id = $2 order by at, sha256',
}

const attachmentsOf = {
  name: 'attachments.of',
  text: `
    select d.number,
      (select count(*) from document_attachment a where a.business_id = d.business_id and a.document_id = d.id)::int as count
    from document d where d.business_id = $1 and d.id = $2 and d.kind = $3`,
}

const fileInsert = {
  name: 'attachments.file',
  text: `
    insert into file (business_id, sha256, mime, name, bytes, created_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, sha256) do nothing`,
}

const attachmentInsert = {
  name: 'attachments.insert',
  text: `
    insert into document_attachment (business_id, document_id, sha256, name, size_bytes, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (business_id, document_id, sha256) do nothing returning name`,
}

const attachmentDelete = {
  name: 'attachments.delete',
  text: `
    delete from document_attachment a using document d
    where a.business_id = $1 and a.document_id = $2 and a.sha256 = $3 and d.business_id = a.business_id and d.id = a.document_id
      and d.kind = $4 returning a.name`,
}

const attachmentFile = {
  name: 'attachments.read',
  text: `
    select a.name, f.mime, f.bytes
    from document_attachment a
    join document d on d.business_id = a.business_id and d.id = a.document_id and d.kind = $4
    join file f on f.business_id = a.business_id and f.sha256 = a.sha256
    where a.business_id = $1 and a.document_id = $2 and a.sha256 = $3`,
}
