import { open, UnreadableField, type Vault } from '../../../db/fields.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** The PAN of a party: its own, else the last that was given with a bill; empty for none, or one that cannot be read. */
export async function findAnyPan(tx: Tx, businessId: string, partyId: string, vault: Vault): Promise<string> {
  const [row] = await named<PanRow>(tx, panOf, [businessId, partyId])
  if (!row) return ''
  const { table, column, row: id, sealed } = row
  try {
    return open(await vault.keysOf(tx, businessId), { businessId, table, column, row: id }, sealed)
  } catch (error) {
    if (error instanceof UnreadableField) return ''
    throw error
  }
}

interface PanRow {
  table: string
  column: string
  row: string
  sealed: Buffer
}

const panOf = {
  name: 'compliance.pan',
  text: `
    select * from (
      select 0 as place, now() as at, 'party' as "table", 'pan' as "column", id as row, pan_encrypted as sealed from party
        where business_id = $1 and id = $2 and pan_encrypted is not null
      union all
      select 1, at, 'kyc_document', 'id', id, id_encrypted from kyc_document
        where business_id = $1 and party_id = $2 and kind = 'pan') found
    order by place, at desc limit 1`,
}
