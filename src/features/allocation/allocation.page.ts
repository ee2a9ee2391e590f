import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { can } from '../../core/permissions.ts'
import { inBusiness } from '../../db/tenant.ts'
import { acting } from '../../web/permissions.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { loadSettling } from './allocation.facts.ts'
import { errorsOf, type Typed } from './allocation.form.ts'
import { listLive } from './allocation.queries.ts'
import { allocationPage, placeOf, proposed, type Shown, sidesOf } from './allocation.views.ts'
import { liveView } from './live.views.ts'

/** What was refused, told where the page that is shown can say it. */
type Caught = (placeOf: (field: string) => string) => FieldErrors

export interface AskedPage {
  /** The item that is to settle others. */
  from?: string | undefined
  /** Where a page of what settles what begins. */
  before?: string[] | undefined
  typed?: Typed
  errors?: Caught
}

/** The screen of one party. Throws NotFound. */
export async function showAllocation(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  partyId: string,
  asked: AskedPage,
): Promise<string> {
  const { businessId, business } = acting(request)
  const at = clock()
  const { settling, page } = await inBusiness(db, businessId, async (tx) => ({
    settling: await loadSettling(tx, businessId, partyId, { at, lock: false }),
    page: await listLive(tx, businessId, partyId, asked.before),
  }))
  const reader = { t: reply.t, locale: request.locale }
  const sides = sidesOf(settling, asked.from)
  const typed = asked.typed ?? proposed(sides, {})
  const shown = { typed, errors: asked.errors?.(placeOf(sides)) ?? {}, may: mayOf(request) }
  const canUndo = can(business.role, 'payment.cancel')
  const live = liveView(reader, partyId, page, { canUndo, isFirst: asked.before === undefined })
  return reply.page('allocation/show', allocationPage(reader, settling, sides, { shown, live }))
}

/** The same page, saying why not. Throws what is no reason. */
export function refuseAllocation(
  deps: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  partyId: string,
  { error, ...asked }: AskedPage & { error: unknown },
): Promise<string> {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 422
  const errors: Caught = (place) => errorsOf(error, place)
  return showAllocation(deps, request, reply.code(status), partyId, { ...asked, errors })
}

export function mayOf(request: FastifyRequest): Shown['may'] {
  const { role } = acting(request).business
  const may = (permission: Parameters<typeof can>[1]) => can(role, permission)
  return { settle: may('payment.make'), giveUp: may('books.post'), backdate: may('books.backdate') }
}
