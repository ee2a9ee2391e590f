import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { type CashCounts, changeIn } from '../../src/core/denominations.ts'
import { paise, subtract, zero } from '../../src/core/money.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { addSalesperson } from '../../src/features/salespeople/index.ts'
import { addTill, closeTill, listTills, openTill, readSessionBook } from '../../src/features/tills/index.ts'
import { instant, zone } from './moments.ts'

const opens = 9 * 60
const closes = 21 * 60
const smallChange = paise(2000_00n)
const missing = paise(10_00n)

export interface DemoTills {
  /** At which the counter stands in the last two days; before them nobody counted. */
  tillOn(day: IsoDate): string | undefined
  /** Opens and closes what is due before the first thing of a day. */
  begin(day: IsoDate): Promise<void>
}

/** Two tills: yesterday's session was closed with a small difference, today's is open. */
export async function demoTills(
  tx: Tx,
  businessId: string,
  { branchId, today, now }: { branchId: string; today: IsoDate; now: Date },
  cashier: Actor,
): Promise<DemoTills> {
  const yesterday = addDays(today, -1)
  const at = (day: IsoDate, minute: number): Actor => {
    const moment = instant(day, minute)
    return { ...cashier, at: moment > now ? now : moment }
  }
  await addTill(tx, businessId, { id: newId(), branchId, name: 'Till 2' }, cashier)
  const tillId = (await listTills(tx, businessId)).find(({ isMain }) => isMain)?.id
  if (!tillId) throw new Error('a branch has its first till')
  const ids = [newId(), newId()] as const
  let done = 0
  const steps: readonly (readonly [IsoDate, () => Promise<void>])[] = [
    [yesterday, () => openTill(tx, businessId, { id: ids[0], tillId, added: smallChange }, at(yesterday, opens))],
    [today, () => closeDay(tx, businessId, { sessionId: ids[0], tillId }, at(yesterday, closes))],
    [today, () => openTill(tx, businessId, { id: ids[1], tillId, added: zero }, at(today, opens))],
  ]
  return {
    tillOn: (day) => (day < yesterday ? undefined : tillId),
    async begin(day) {
      for (const [due, step] of steps.slice(done)) {
        if (day < due) return
        done += 1
        await step()
      }
    },
  }
}

/** A note of ten is missing, and one slip; what is more than small change goes to the safe. */
async function closeDay(
  tx: Tx,
  businessId: string,
  { sessionId, tillId }: { sessionId: string; tillId: string },
  actor: Actor,
): Promise<void> {
  const till = (await listTills(tx, businessId, tillId))[0]
  if (!till) throw new Error('the till is there')
  const book = await readSessionBook(tx, businessId, { tillId, id: sessionId })
  const { give, rest } = changeIn(subtract(till.cash, missing))
  const coins: CashCounts = Object.fromEntries(
    give.map(({ denomination, count }) => [denomination.name, Number(count)]),
  )
  const counted = subtract(subtract(till.cash, missing), rest)
  const closing = {
    coins,
    slips: book.tenders.slice(1).map(({ mode, reference, amount }) => ({ mode, reference, amount })),
    bank: zero,
    bankAccountId: undefined,
    safe: counted > smallChange ? subtract(counted, smallChange) : zero,
    reason: 'Ten given for tea, no slip',
  }
  await closeTill(tx, businessId, { ...closing, sessionId, tillId }, actor, zone)
}

/** Who sells at the jeweller's: one signs in, one does not. Gives their ids. */
export async function demoSalespeople(tx: Tx, businessId: string, actor: Actor): Promise<string[]> {
  const [bharat, kavita] = [newId(), newId()]
  const common = { branchId: null, kind: 'value' } as const
  const linked = { id: bharat, name: actor.name, userId: actor.userId, rate: 50n, ...common }
  await addSalesperson(tx, businessId, linked, actor)
  await addSalesperson(tx, businessId, { id: kavita, name: 'Kavita Mehta', userId: null, rate: 75n, ...common }, actor)
  return [bharat, kavita]
}
