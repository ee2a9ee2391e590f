import type { OpenItemKind } from '../../core/allocation.ts'
import type { IsoDate } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { type Page, pageOf } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'

export interface FoundAllocation {
  id: string
  amount: Paise
  onDate: IsoDate
  fromNumber: string
  toNumber: string
  isUndone: boolean
  /** It belongs to a cancelled paper: undone with that, never by itself. */
  isOfReversal: boolean
  /** The journal of the write-off or discount that it is. */
  adjustmentVoucherId: string | null
  narration: string
  voucherNumber: string
}

/** Throws NotFound, also for one of another party. */
export async function findAllocationOf(
  tx: Tx,
  businessId: string,
  partyId: string,
  id: string,
): Promise<FoundAllocation> {
  if (!isId(id)) throw new NotFound('no such allocation')
  const [row] = await named<FoundAllocation>(tx, allocationOf, [businessId, partyId, id])
  if (!row) throw new NotFound(`no allocation ${id}`)
  return row
}

export interface LiveRow {
  id: string
  /** The money, by whose day the list runs. */
  fromId: string
  fromOn: IsoDate
  amount: Paise
  onDate: IsoDate
  fromKind: OpenItemKind
  fromNumber: string
  fromDocumentId: string | null
  fromVoucherId: string
  toKind: OpenItemKind
  toNumber: string
  toDocumentId: string | null
  toVoucherId: string
  adjustment: 'write-off' | 'discount' | null
  byName: string
}

/** What settles what now, the newest money first, a page at a time: it costs what it shows, whatever was settled before. */
export async function listLive(
  tx: Tx,
  businessId: string,
  partyId: string,
  before: readonly string[] | undefined,
): Promise<Page<LiveRow>> {
  const [onDate, fromId, id] = fits(before) ? before : newest
  return pageOf(await named<LiveRow>(tx, liveOfParty, [businessId, partyId, onDate, fromId, id]), liveSize)
}

/** Below both sides, which are long enough already. */
const liveSize = 25

const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const newest = ['infinity', last, last]
const fits = (before: readonly string[] | undefined): before is readonly string[] =>
  before !== undefined && /^\d{4}-\d\d-\d\d$/.test(before[0] ?? '') && isId(before[1]) && isId(before[2])

const allocationOf = {
  name: 'allocation.find',
  text: `
    select a.id, a.amount, a.on_date as "onDate", f.number as "fromNumber", t.number as "toNumber",
      exists (select 1 from allocation u where u.business_id = $1 and u.reverses_id = a.id) as "isUndone",
      f.kind = 'reversal' or t.kind = 'reversal' as "isOfReversal", s.voucher_id as "adjustmentVoucherId", v.narration,
      v.number as "voucherNumber"
    from allocation a
    join voucher v on v.business_id = a.business_id and v.id = a.voucher_id
    join open_item f on f.business_id = a.business_id and f.id = a.from_item_id
    join open_item t on t.business_id = a.business_id and t.id = a.to_item_id
    left join settlement s on s.business_id = a.business_id and s.voucher_id = a.voucher_id
    where a.business_id = $1 and f.party_id = $2 and a.id = $3 and a.reverses_id is null`,
}

const liveOfParty = {
  name: 'allocation.live',
  text: `
    select a.id, a.amount, a.on_date as "onDate", f.id as "fromId", f.on_date as "fromOn", f.kind as "fromKind", f.number as "fromNumber", f.document_id as "fromDocumentId",
      f.voucher_id as "fromVoucherId", t.kind as "toKind", t.number as "toNumber", t.document_id as "toDocumentId",
      t.voucher_id as "toVoucherId", s.kind as adjustment,
      coalesce((select p.by_name from settlement p
        where p.business_id = $1 and p.party_id = $2 and p.at = a.at and p.by_user is not distinct from a.by_user limit 1),
        v.by_name) as "byName"
    from open_item f
    join allocation a on a.business_id = f.business_id and a.from_item_id = f.id and a.reverses_id is null
    join open_item t on t.business_id = a.business_id and t.id = a.to_item_id
    join voucher v on v.business_id = a.business_id and v.id = a.voucher_id
    left join settlement s on s.business_id = a.business_id and s.voucher_id = a.voucher_id
    where f.business_id = $1 and f.party_id = $2 and f.kind <> 'reversal' and t.kind <> 'reversal' and f.commodity = 'INR'
      and f.on_date <= $3::date and (f.on_date, f.id, a.id) < ($3::date, $4::uuid, $5::uuid)
      and not exists (select 1 from allocation u where u.business_id = a.business_id and u.reverses_id = a.id)
    order by f.on_date desc, f.id desc, a.id desc
    limit ${liveSize + 1}`,
}
