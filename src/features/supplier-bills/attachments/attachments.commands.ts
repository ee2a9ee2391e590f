import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { endingOf } from '../../../core/file-kind.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { readAttachment } from '../../vouchers/index.ts'

const mostAttachments = 10

/**
 * Keeps a photo or PDF beside a supplier's bill, under a name of ours; the same file twice is one. Throws Refusal for what is
 * no picture or PDF, too large, or one too many; NotFound.
 */
export async function attachToBill(
  tx: Tx,
  businessId: string,
  { id, bytes }: { id: string; bytes: Buffer },
  actor: Actor,
): Promise<void> {
  const mime = readAttachment(bytes)
  const [bill] = isId(id) ? await named<{ number: string; count: number }>(tx, attachmentsOf, [businessId, id]) : []
  if (!bill) throw new NotFound("no such supplier's bill")
  if (bill.count >= mostAttachments) throw new Refusal('vouchers.refusal.tooManyFiles', { most: mostAttachments }, 409)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const name = `${bill.number.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${bill.count + 1}.${endingOf(mime)}`
  await named(tx, fileInsert, [businessId, sha256, mime, name, bytes, actor.at])
  const values = [businessId, id, sha256, name, bytes.length, actor.userId, actor.name, actor.at]
  const added = await named<{ name: string }>(tx, attachmentInsert, values)
  if (added.length === 0) return
  await audit(tx, businessId, actor, {
    action: 'supplierBill.attached',
    entity: 'supplier-bill',
    entityId: id,
    after: { file: name, sha256 },
  })
}

/** Takes a file from a bill; the audit line keeps what it was. Throws NotFound. */
export async function detachFromBill(
  tx: Tx,
  businessId: string,
  { id, sha256 }: { id: string; sha256: string },
  actor: Actor,
): Promise<void> {
  const [gone] = isId(id) ? await named<{ name: string }>(tx, attachmentDelete, [businessId, id, sha256]) : []
  if (!gone) throw new NotFound('no such attachment')
  await audit(tx, businessId, actor, {
    action: 'supplierBill.detached',
    entity: 'supplier-bill',
    entityId: id,
    before: { file: gone.name, sha256 },
  })
}

/** Throws NotFound. */
export async function findBillAttachment(
  tx: Tx,
  businessId: string,
  { id, sha256 }: { id: string; sha256: string },
): Promise<{ name: string; mime: string; bytes: Buffer }> {
  type File = { name: string; mime: string; bytes: Buffer }
  const [file] = isId(id) ? await named<File>(tx, attachmentFile, [businessId, id, sha256]) : []
  if (!file) throw new NotFound('no such attachment')
  return file
}

const attachmentsOf = {
  name: 'supplier_bills.attachments.of',
  text: `
    select d.number,
      (select count(*) from document_attachment a where a.business_id = d.business_id and a.document_id = d.id)::int as count
    from document d where d.business_id = $1 and d.id = $2 and d.kind = 'supplier-bill'`,
}

const fileInsert = {
  name: 'supplier_bills.attachments.file',
  text: `
    insert into file (business_id, sha256, mime, name, bytes, created_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, sha256) do nothing`,
}

const attachmentInsert = {
  name: 'supplier_bills.attachments.insert',
  text: `
    insert into document_attachment (business_id, document_id, sha256, name, size_bytes, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (business_id, document_id, sha256) do nothing returning name`,
}

const attachmentDelete = {
  name: 'supplier_bills.attachments.delete',
  text: `
    delete from document_attachment a using document d
    where a.business_id = $1 and a.document_id = $2 and a.sha256 = $3 and d.business_id = a.business_id and d.id = a.document_id
      and d.kind = 'supplier-bill' returning a.name`,
}

const attachmentFile = {
  name: 'supplier_bills.attachments.read',
  text: `
    select a.name, f.mime, f.bytes
    from document_attachment a
    join document d on d.business_id = a.business_id and d.id = a.document_id and d.kind = 'supplier-bill'
    join file f on f.business_id = a.business_id and f.sha256 = a.sha256
    where a.business_id = $1 and a.document_id = $2 and a.sha256 = $3`,
}
