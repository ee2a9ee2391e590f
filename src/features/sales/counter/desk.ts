import type { FastifyReply, FastifyRequest } from 'fastify'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isSwap } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import type { Desk } from './counter.look.ts'
import { counterView, regionsView, type Shown } from './screen.views.ts'

/** Who stands at the counter, where, when, and what this role may do there. */
export function deskOf(request: FastifyRequest, clock: () => Date): Desk {
  const { business, who } = acting(request)
  const { role, zone, branchId } = business
  const at = clock()
  return {
    userId: who.userId,
    userName: who.userName,
    branchId,
    at,
    today: todayIn(at, zone),
    authority: can(role, 'sale.approve') ? { userId: who.userId, name: who.userName } : undefined,
    isJeweller: business.kind === 'jeweller',
    may: {
      price: can(role, 'item.edit'),
      date: can(role, 'books.backdate'),
      // Who may undo a bill may also give more credit than the limit says: the owner and the manager.
      exceedCredit: can(role, 'sale.cancel'),
      newItem: can(role, 'item.edit'),
      newParty: can(role, 'party.edit'),
    },
  }
}

/** The whole screen, or its regions for htmx. */
export function showCounter(reply: FastifyReply, shown: Shown, held: number): Promise<string> {
  const reader = { t: reply.t, locale: reply.request.locale }
  if (isSwap(reply.request)) return reply.fragment('sales/counter/_change', regionsView(reader, shown))
  return reply.page('sales/counter/new', counterView(reader, shown, held), '/layouts/till')
}

/** Where a bill in the making is found again. */
export const addressOf = (id: string): string => `/sales/new?draft=${id}`
