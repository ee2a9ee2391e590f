import type { Vault } from '../../../db/fields.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { listUsedItems } from '../../items/index.ts'
import { listUsedParties } from '../../parties/index.ts'
import { listUsedPieces } from '../../pieces/index.ts'
import { openChanges, placeOfRow } from '../imports.queries.ts'
import type { Change, ImportRun } from '../imports.types.ts'

export interface MadeRow {
  line: number
  id: string
  /** Its opening that still stands; null where it has none, or where somebody reversed it by hand. */
  voucherId: string | null
  /** Whether the import made it, or changed what was here. */
  state: 'made' | 'changed'
  changes: readonly Change[]
}

/** What an import made or changed and nobody took back, the last rows first; below a line. */
export async function listMade(
  tx: Tx,
  businessId: string,
  { runId, below, limit }: { runId: string; below: number; limit: number },
  vault: Vault,
): Promise<MadeRow[]> {
  const rows = await named<SealedRow>(tx, madeRows, [businessId, runId, below, limit])
  const keys = rows.some(({ sealed }) => sealed !== null) ? await vault.keysOf(tx, businessId) : undefined
  return rows.map(({ sealed, ...row }) => ({
    ...row,
    changes: keys ? openChanges(keys, placeOfRow(businessId, runId, row.line), sealed) : [],
  }))
}

type SealedRow = Omit<MadeRow, 'changes'> & { sealed: Buffer | null }

const madeRows = {
  name: 'imports.rows.made',
  text: `
    select w.line, w.made_id as id, w.state, w.changes as sealed, (
        select v.voucher_id from import_voucher v where v.business_id = w.business_id and v.run_id = w.run_id and v.at_line = w.line
          and not exists (select 1 from voucher r where r.business_id = v.business_id and r.reverses_id = v.voucher_id)
      ) as "voucherId"
    from import_row w
    where w.business_id = $1 and w.run_id = $2 and w.state in ('made', 'changed') and w.line < $3 order by w.line desc limit $4`,
}

export interface Used {
  /** Of what was made. */
  id: string
  name: string
  href: string
}

/** Of what was made in these rows all that was used since, and so cannot be taken back. */
export async function listUsed(
  tx: Tx,
  businessId: string,
  kind: ImportRun['kind'],
  rows: readonly MadeRow[],
): Promise<Used[]> {
  const ids = rows.map(({ id }) => id)
  const voucherIds = rows.flatMap(({ voucherId }) => voucherId ?? [])
  switch (kind) {
    case 'parties':
      return (await listUsedParties(tx, businessId, { ids, voucherIds })).map((one) => ({
        ...one,
        href: `/parties/${one.id}`,
      }))
    case 'items':
      return (await listUsedItems(tx, businessId, { ids, voucherIds })).map((one) => ({
        ...one,
        href: `/items/${one.id}`,
      }))
    case 'pieces':
      return (await listUsedPieces(tx, businessId, ids)).map((one) => ({ ...one, href: `/pieces/${one.id}` }))
    case 'bills':
      return named<Used>(tx, settledBills, [businessId, voucherIds])
    case 'accounts':
      return []
  }
}

/** Of the openings of these rows those that something was settled with since. */
export async function listSettled(tx: Tx, businessId: string, rows: readonly MadeRow[]): Promise<Set<string>> {
  const voucherIds = rows.flatMap(({ voucherId }) => voucherId ?? [])
  if (voucherIds.length === 0) return new Set()
  const settled = await named<Used>(tx, settledBills, [businessId, voucherIds])
  return new Set(settled.map(({ id }) => id))
}

// A bill that was paid, if only in part.
const settledBills = {
  name: 'imports.settled_bills',
  text: `
    select i.voucher_id as id, p.name || case i.number when '' then '' else ', ' || i.number end as name, '/parties/' || p.id as href
    from open_item i join party p on p.business_id = i.business_id and p.id = i.party_id
    where i.business_id = $1 and i.voucher_id = any($2::uuid[]) and i.open_amount <> i.amount order by p.name_key, i.id`,
}
