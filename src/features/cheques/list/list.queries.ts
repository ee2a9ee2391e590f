import type { ChequeDirection, ChequeStage } from '../../../core/cheque.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named, type Statement } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Shelf } from './shelves.ts'

export interface ListedCheque {
  id: string
  direction: ChequeDirection
  stage: ChequeStage
  number: string
  bankName: string
  chequeDate: IsoDate
  amount: Paise
  partyId: string
  partyName: string
  isEntered: boolean
}

export interface Asked {
  shelf: Shelf
  number: string
  partyId: string | undefined
  today: IsoDate
  after: readonly string[] | undefined
}

/** A page of the register: what waits by its date, what is done with the newest first. */
export async function listCheques(
  tx: Tx,
  businessId: string,
  { shelf, number, partyId, today, after }: Asked,
): Promise<Page<ListedCheque>> {
  const isForward = forward.has(shelf)
  const [date, id] = fits(after) ? after : isForward ? first : last
  const values = [businessId, shelf === 'found' ? number : today, partyId ?? null, date, id]
  return pageOf(await named<ListedCheque>(tx, statements[shelf], values))
}

const forward: ReadonlySet<Shelf> = new Set(['hand', 'due', 'deposited'])
const first = ['-infinity', '00000000-0000-0000-0000-000000000000']
const last = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
const fits = (after: readonly string[] | undefined): after is readonly string[] =>
  after !== undefined && /^\d{4}-\d\d-\d\d$/.test(after[0] ?? '') && isId(after[1])

const statements: Readonly<Record<Shelf, Statement>> = {
  hand: list('hand', `c.direction = 'received' and c.stage = 'received' and $2::date is not null`),
  due: list('due', `c.direction = 'received' and c.stage = 'received' and c.cheque_date <= $2::date + 7`),
  deposited: list('deposited', `c.direction = 'received' and c.stage = 'deposited' and $2::date is not null`),
  cleared: list('cleared', `c.direction = 'received' and c.stage = 'cleared' and $2::date is not null`),
  bounced: list('bounced', `c.direction = 'received' and c.stage in ('bounced', 'returned') and $2::date is not null`),
  issued: list('issued', `c.direction = 'issued' and $2::date is not null`),
  found: list('found', 'c.number = $2'),
}

function list(shelf: Shelf, condition: string): Statement {
  const [than, order] = ['hand', 'due', 'deposited'].includes(shelf) ? ['>', 'asc'] : ['<', 'desc']
  return {
    name: `cheques.list.${shelf}`,
    text: `
      select c.id, c.direction, c.stage, c.number, c.bank_name as "bankName", c.cheque_date as "chequeDate", c.amount,
        c.party_id as "partyId", p.name as "partyName", c.document_id is not null as "isEntered"
      from cheque c join party p on p.business_id = c.business_id and p.id = c.party_id
      where c.business_id = $1 and ${condition} and ($3::uuid is null or c.party_id = $3::uuid)
        and (c.cheque_date, c.id) ${than} ($4::date, $5::uuid)
      order by c.cheque_date ${order}, c.id ${order}
      limit ${pageSize + 1}`,
  }
}
