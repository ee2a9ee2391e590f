import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import type { Settling } from '../../src/core/sale-return-facts.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { takeBack } from '../../src/features/returns/index.ts'
import { instant } from './moments.ts'

interface Told {
  readonly daysAgo: number
  readonly isNamed: boolean
  readonly reason: string
  readonly settle: Settling
}

const told: readonly Told[] = [
  { daysAgo: 6, isNamed: true, reason: 'One too many', settle: 'khata' },
  { daysAgo: 2, isNamed: false, reason: 'Not what was asked for', settle: 'refund' },
]

/** Two customers brought something back in the last days: one keeps it on the khata, one takes the money. */
export async function takeSomeBack(
  tx: Tx,
  businessId: string,
  { today, now }: { today: IsoDate; now: Date },
  owner: Actor,
): Promise<void> {
  for (const { daysAgo, isNamed, reason, settle } of told) {
    const onDate = addDays(today, -daysAgo)
    const line = await aLine(tx, businessId, onDate, isNamed)
    if (!line) continue
    const deduction = { keepsMaking: false, wear: { kind: 'none' }, words: '' } as const
    const request = {
      ...{ id: newId(), billId: line.id, partyId: null, onDate, paymentId: newId(), reference: '', reason, settle },
      lines: [{ line: line.line, part: line.part, condition: 'stock', deduction }],
      refundMode: 'cash',
    } as const
    const at = instant(onDate, 18 * 60)
    const actor = { ...owner, at: at < now ? at : now }
    await takeBack(tx, businessId, request, actor, { mayPayOut: true, mayBeLate: true, authority: null })
  }
}

/** A line of goods on a bill of the days before: one unit of it, or all of less. */
async function aLine(tx: Tx, businessId: string, onDate: IsoDate, isNamed: boolean) {
  const { rows } = await tx.raw(
    `select d.id, l.line, least(l.quantity_milli, 1000)::bigint as part
    from document d
    join document_line l on l.business_id = d.business_id and l.document_id = d.id
    join item i on i.business_id = l.business_id and i.id = l.item_id and i.kind = 'goods'
    where d.business_id = ? and d.kind in ('invoice', 'bill-of-supply') and d.state = 'issued' and d.on_date < ?
      and (d.party_id is not null) = ? and not exists (select 1 from piece_line p
        where p.business_id = l.business_id and p.document_id = l.document_id and p.line = l.line)
    order by d.on_date desc, d.id desc, l.line limit 1`,
    [businessId, onDate, isNamed],
  )
  const [row]: ({ id: string; line: number; part: bigint } | undefined)[] = rows
  return row
}
