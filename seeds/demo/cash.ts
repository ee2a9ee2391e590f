import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { paise } from '../../src/core/money.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { logCash } from '../../src/features/compliance/index.ts'
import { MoneyRefused, makePayment, receivePayment } from '../../src/features/payments/index.ts'
import { instant } from './moments.ts'

interface Told {
  readonly daysAgo: number
  readonly minute: number
  readonly party: string
  readonly run: typeof receivePayment
  /** Rupees, all in cash. */
  readonly amount: bigint
}

/** A large advance is warned of, more on the same day is stopped, and cash for old gold does not count as an expense. */
const told: readonly Told[] = [
  { daysAgo: 10, minute: 700, party: 'Ila Bhatt', run: makePayment, amount: 12_500n },
  { daysAgo: 4, minute: 665, party: 'Kiran Bhandari', run: receivePayment, amount: 1_65_000n },
  { daysAgo: 4, minute: 1010, party: 'Kiran Bhandari', run: receivePayment, amount: 60_000n },
]

/** What the rules of cash said at a jeweller's in the last days, by the commands of the screens. */
export async function sayLimits(tx: Tx, businessId: string, today: IsoDate, owner: Actor): Promise<void> {
  for (const { daysAgo, minute, party, run, amount } of told) {
    const onDate = addDays(today, -daysAgo)
    const actor = { ...owner, at: instant(onDate, minute) }
    const found = await tx('party').where({ business_id: businessId, name: party }).first('id')
    if (!found) throw new Error(`the demo has no ${party}`)
    const tenders = [{ mode: 'cash', amount: paise(amount * 100n), reference: '' }] as const
    const money = { id: newId(), partyId: found.id, onDate, tenders, restAs: 'advance', note: '' } as const
    const against = run === makePayment ? 'oldest' : []
    await run(tx, businessId, { ...money, against }, actor, { mayBackdate: true }).catch((error: unknown) => {
      if (!(error instanceof MoneyRefused) || !error.cash) throw error
      return logCash(tx, businessId, error.cash.verdict, error.cash.paper, actor)
    })
  }
}
