import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import { type LineCursor, lastId, type Period } from '../reconciling/reconciling.queries.ts'

/** Matches of an account that stand, newest first, one more than a page holds. */
export interface MatchRow {
  id: string
  lastOn: IsoDate
  reason: string
  byName: string
  at: Date
  lines: readonly { onDate: IsoDate; text: string; amount: string }[]
  entries: readonly { onDate: IsoDate; text: string; amount: string; voucherId: string; kind: VoucherKind }[]
}

export function listMatches(
  tx: Tx,
  businessId: string,
  accountId: string,
  { from = '-infinity', to = 'infinity', cursor }: Period & { cursor?: LineCursor | undefined },
): Promise<MatchRow[]> {
  const after = cursor ? [cursor.onDate, cursor.id] : ['infinity', lastId]
  return named<MatchRow>(tx, matches, [businessId, accountId, from, to, ...after, pageSize + 1])
}

/** Whether a line of a bank's statement is set against any part of a voucher. */
export async function isMatched(tx: Tx, businessId: string, voucherId: string): Promise<boolean> {
  const [row] = await named<{ is: boolean }>(tx, matched, [businessId, voucherId])
  return row?.is ?? false
}

const matched = {
  name: 'bank.voucher.matched',
  text: 'select exists (select 1 from bank_entry where business_id = $1 and voucher_id = $2 and matched <> 0) as is',
}

const matches = {
  name: 'bank.matches',
  text: `
    select m.id, m.last_on as "lastOn", m.reason, m.by_name as "byName", m.at,
      (select coalesce(jsonb_agg(jsonb_build_object('onDate', l.on_date, 'amount', l.amount::text,
          'text', concat_ws(' ', case l.kind when 'opening' then '' else nullif(l.narration, '') end, nullif(l.reference, ''))) order by p.part), '[]')
        from (select * from bank_match_part p where p.business_id = m.business_id and p.match_id = m.id
          and p.bank_line_id is not null order by p.part limit 20) p
        join bank_line l on l.business_id = p.business_id and l.id = p.bank_line_id) as lines,
      (select coalesce(jsonb_agg(jsonb_build_object('onDate', v.on_date, 'amount', p.amount::text, 'voucherId', v.id, 'kind', v.kind,
          'text', concat_ws(' ', nullif(v.number, ''), y.name)) order by p.part), '[]')
        from (select * from bank_match_part p where p.business_id = m.business_id and p.match_id = m.id
          and p.voucher_id is not null order by p.part limit 20) p
        join voucher v on v.business_id = p.business_id and v.id = p.voucher_id
        left join party y on y.business_id = v.business_id and y.id = v.party_id) as entries
    from bank_match m
    where m.business_id = $1 and m.account_id = $2 and m.undoes_id is null and m.last_on between $3::date and $4::date
      and (m.last_on, m.id) < ($5::date, $6::uuid)
      and not exists (select 1 from bank_match u where u.business_id = m.business_id and u.undoes_id = m.id)
    order by m.last_on desc, m.id desc limit $7`,
}
