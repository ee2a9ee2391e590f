import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { endingOf, type FileKind, fileKind } from '../../../core/file-kind.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

/** Five megabytes: a photo of a phone, or a scan of some pages. */
const largestAttachment = 5 * 1024 * 1024
const mostAttachments = 10

/** What a file that was sent is. Throws Refusal for what is no picture or PDF, or too large. */
export function readAttachment(bytes: Buffer): FileKind {
  if (bytes.length > largestAttachment) throw new Refusal('vouchers.refusal.tooLarge')
  const kind = fileKind(bytes)
  if (!kind) throw new Refusal('vouchers.refusal.fileKind')
  return kind
}

/**
 * Keeps a photo or PDF beside a voucher, under a name of ours; the same file twice is one. Throws Refusal for what is no
 * picture or PDF, too large, or one too many; NotFound for a voucher that is not there.
 */
export async function attachFile(
  tx: Tx,
  businessId: string,
  { voucherId, bytes }: { voucherId: string; bytes: Buffer },
  actor: Actor,
): Promise<void> {
  const mime = readAttachment(bytes)
  const [voucher] = isId(voucherId) ? await named<Counted>(tx, attachmentsOf, [businessId, voucherId]) : []
  if (!voucher) throw new NotFound('no such voucher')
  if (voucher.count >= mostAttachments)
    throw new Refusal('vouchers.refusal.tooManyFiles', { most: mostAttachments }, 409)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const called = (voucher.number || voucher.kind).replaceAll(/[^A-Za-z0-9]+/g, '-')
  const name = `${called}-${voucher.count + 1}.${endingOf(mime)}`
  await named(tx, fileInsert, [businessId, sha256, mime, name, bytes, actor.at])
  const values = [businessId, voucherId, sha256, name, bytes.length, actor.userId, actor.name, actor.at]
  const added = await named<{ name: string }>(tx, attachmentInsert, values)
  if (added.length === 0) return
  await audit(tx, businessId, actor, {
    action: 'voucher.attached',
    entity: 'voucher',
    entityId: voucherId,
    after: { file: name, sha256 },
  })
}

/** Takes a file from a voucher; the audit line keeps what it was. Throws NotFound. */
export async function detachFile(
  tx: Tx,
  businessId: string,
  { voucherId, sha256 }: { voucherId: string; sha256: string },
  actor: Actor,
): Promise<void> {
  const [gone] = isId(voucherId)
    ? await named<{ name: string }>(tx, attachmentDelete, [businessId, voucherId, sha256])
    : []
  if (!gone) throw new NotFound('no such attachment')
  await audit(tx, businessId, actor, {
    action: 'voucher.detached',
    entity: 'voucher',
    entityId: voucherId,
    before: { file: gone.name, sha256 },
  })
}

export interface Attachment {
  name: string
  mime: string
  bytes: Buffer
}

/** Throws NotFound. */
export async function findAttachment(
  tx: Tx,
  businessId: string,
  { voucherId, sha256 }: { voucherId: string; sha256: string },
): Promise<Attachment> {
  const [file] = isId(voucherId) ? await named<Attachment>(tx, attachmentFile, [businessId, voucherId, sha256]) : []
  if (!file) throw new NotFound('no such attachment')
  return file
}

interface Counted {
  kind: string
  number: string
  count: number
}

const attachmentsOf = {
  name: 'vouchers.attachments.of',
  text: `
    select v.kind, v.number,
      (select count(*) from voucher_attachment a where a.business_id = v.business_id and a.voucher_id = v.id)::int as count
    from voucher v where v.business_id = $1 and v.id = $2`,
}

const fileInsert = {
  name: 'vouchers.attachments.file',
  text: `
    insert into file (business_id, sha256, mime, name, bytes, created_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, sha256) do nothing`,
}

const attachmentInsert = {
  name: 'vouchers.attachments.insert',
  text: `
    insert into voucher_attachment (business_id, voucher_id, sha256, name, size_bytes, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (business_id, voucher_id, sha256) do nothing returning name`,
}

const attachmentDelete = {
  name: 'vouchers.attachments.delete',
  text: 'delete from voucher_attachment where business_id = $1 and voucher_id = $2 and sha256 = $3 returning name',
}

const attachmentFile = {
  name: 'vouchers.attachments.read',
  text: `
    select a.name, f.mime, f.bytes
    from voucher_attachment a join file f on f.business_id = a.business_id and f.sha256 = a.sha256
    where a.business_id = $1 and a.voucher_id = $2 and a.sha256 = $3`,
}
