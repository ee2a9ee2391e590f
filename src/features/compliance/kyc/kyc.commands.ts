import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { AskedIdentity } from '../../../core/invoice-facts.ts'
import type { Paise } from '../../../core/money.ts'
import { blindIndex, seal, type Vault } from '../../../db/fields.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

/** By what the buyer of a bill was known. */
export interface NewIdentity {
  readonly documentId: string
  readonly partyId: string | null
  /** On the paper; Form 60 names its own. */
  readonly name: string
  readonly onDate: IsoDate
  readonly amount: Paise
  readonly identity: AskedIdentity
}

/** By this a PAN is found without being read: the same as that of a party. */
export async function panIndex(tx: Tx, businessId: string, pan: string, vault: Vault): Promise<Buffer> {
  return blindIndex(await vault.keysOf(tx, businessId), { businessId, table: 'party', column: 'pan' }, pan)
}

/** Keeps a PAN or Form 60 sealed, beside the bill for which it was given. What cannot be read again stays the last four. */
export async function keepIdentity(
  tx: Tx,
  businessId: string,
  { documentId, partyId, name, onDate, amount, identity }: NewIdentity,
  actor: Actor,
  vault: Vault,
): Promise<void> {
  const keys = await vault.keysOf(tx, businessId)
  const id = newId()
  const sealed = (column: string, text: string) =>
    seal(keys, { businessId, table: 'kyc_document', column, row: id }, text)
  const isPan = identity.kind === 'pan'
  const number = isPan ? identity.pan : identity.idNumber
  const named60 = isPan ? name : identity.name
  await named(tx, insertKyc, [
    ...[businessId, id, documentId, partyId, identity.kind, isPan ? 'pan' : identity.idKind, sealed('id', number)],
    ...[number.slice(-4), isPan ? await panIndex(tx, businessId, number, vault) : null, named60 || '-'],
    ...[isPan ? null : sealed('address', identity.address), isPan ? '' : identity.reason, onDate, amount],
    ...[actor.userId, actor.name, actor.at],
  ])
  await audit(tx, businessId, actor, {
    ...{ action: 'kyc.kept', entity: 'sale', entityId: documentId },
    after: { kind: identity.kind, name: named60, id_last4: number.slice(-4) },
  })
}

const insertKyc = {
  name: 'compliance.kyc.insert',
  text: `
    insert into kyc_document (business_id, id, document_id, party_id, kind, id_kind, id_encrypted, id_last4, pan_index, name,
      address_encrypted, reason, on_date, amount_paise, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
}
