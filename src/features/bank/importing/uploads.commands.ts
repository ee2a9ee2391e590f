import type { Actor } from '../../../core/actor.ts'
import { NotFound } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { CsvColumns } from '../reading/csv-columns.rules.ts'

/** A table that waits to be told what its columns are. */
export interface Upload {
  readonly id: string
  readonly accountId: string
  readonly fileName: string
  readonly bytes: Buffer
}

const day = 86_400_000

/** Keeps a file until its columns are known. Those that nobody came back to for a day go. */
export async function keepUpload(tx: Tx, businessId: string, upload: Upload, actor: Actor): Promise<void> {
  const { id, accountId, fileName, bytes } = upload
  await named(tx, removeOld, [businessId, accountId, new Date(actor.at.getTime() - day)])
  await named(tx, uploadInsert, [businessId, id, accountId, fileName, bytes, actor.at])
}

/** Throws NotFound for one that was read, went, or is of another account. */
export async function findUpload(tx: Tx, businessId: string, accountId: string, id: string): Promise<Upload> {
  const [row] = isId(id) ? await named<Upload>(tx, uploadById, [businessId, accountId, id]) : []
  if (!row) throw new NotFound('no such upload')
  return row
}

export const removeUpload = (tx: Tx, businessId: string, id: string): Promise<unknown> =>
  named(tx, removeOne, [businessId, id])

/** How the columns of this bank's tables were read the last time; undefined when they never were. */
export async function findColumnsIfAny(
  tx: Tx,
  businessId: string,
  accountId: string,
  fingerprint: string,
): Promise<CsvColumns | undefined> {
  const [row] = await named<{ columns: CsvColumns }>(tx, profileFind, [businessId, accountId, fingerprint])
  return row?.columns
}

export function keepColumns(
  tx: Tx,
  businessId: string,
  { accountId, fingerprint, columns }: { accountId: string; fingerprint: string; columns: CsvColumns },
  { name, at }: Actor,
): Promise<unknown> {
  return named(tx, profileKeep, [businessId, accountId, fingerprint, JSON.stringify(columns), name, at])
}

const removeOld = {
  name: 'bank.upload.old',
  text: 'delete from bank_upload where business_id = $1 and account_id = $2 and at < $3',
}
const removeOne = { name: 'bank.upload.remove', text: 'delete from bank_upload where business_id = $1 and id = $2' }
const uploadInsert = {
  name: 'bank.upload.insert',
  text: `insert into bank_upload (business_id, id, account_id, file_name, bytes, at) values ($1, $2, $3, $4, $5, $6)
    on conflict do nothing`,
}
const uploadById = {
  name: 'bank.upload.find',
  text: `
    select id, account_id as "accountId", file_name as "fileName", bytes from bank_upload
    where business_id = $1 and account_id = $2 and id = $3`,
}
const profileFind = {
  name: 'bank.profile.find',
  text: 'select columns from bank_profile where business_id = $1 and account_id = $2 and fingerprint = $3',
}
const profileKeep = {
  name: 'bank.profile.keep',
  text: `
    insert into bank_profile as p (business_id, account_id, fingerprint, columns, by_name, at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, account_id, fingerprint)
      do update set columns = excluded.columns, by_name = excluded.by_name, at = excluded.at`,
}
