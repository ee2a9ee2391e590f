import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { MovementForm, MovementState } from '../movements.types.ts'

export interface MovementRow {
  id: string
  form: MovementForm
  state: MovementState
  number: string | null
  onDate: IsoDate
  dueOn: IsoDate | null
  branchName: string
  toName: string
  lines: number
  value: Paise
  byName: string
}

export interface ListAsked {
  readonly forms: readonly MovementForm[]
  readonly show: 'all' | 'open'
  readonly after: { readonly onDate: IsoDate; readonly id: string } | undefined
}

/** Movements of a list, newest first, one more than a page holds. */
export const listMovements = (
  tx: Tx,
  businessId: string,
  { forms, show, after }: ListAsked,
): Promise<MovementRow[]> => {
  const [onDate, id] = after ? [after.onDate, after.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  return named(tx, show === 'open' ? movementsOpen : movementsAll, [businessId, forms, onDate, id, pageSize + 1])
}

const statement = (name: string, more: string) => ({
  name: `movements.list.${name}`,
  text: `
    select m.id, m.form, m.state, d.number, m.on_date as "onDate", m.due_on as "dueOn", b.name as "branchName",
      coalesce((select t.name from branch t where t.business_id = m.business_id and t.id = m.to_branch_id),
        (select p.name from party p where p.business_id = m.business_id and p.id = m.party_id),
        nullif(m.to_counter, ''), m.figures->>'kit', '') as "toName",
      (select count(*)::int from movement_line l where l.business_id = m.business_id and l.movement_id = m.id) as lines,
      m.value_paise as value, m.asked_by_name as "byName"
    from movement m
    join branch b on b.business_id = m.business_id and b.id = m.branch_id
    left join document d on d.business_id = m.business_id and d.id = m.document_id
    where m.business_id = $1 and m.form = any($2::text[]) and (m.on_date, m.id) < ($3::date, $4::uuid)${more}
    order by m.on_date desc, m.id desc limit $5`,
})

const movementsAll = statement('all', '')
const movementsOpen = statement('open', ` and m.state in ('waiting', 'in-transit', 'differs', 'out')`)
