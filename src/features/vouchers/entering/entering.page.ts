import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type Looking, look, viewOf } from './entering.look.ts'
import type { Typed } from './entering.typed.ts'

type Clocked = Pick<Deps, 'clock'>

export function lookingOf(request: FastifyRequest, reply: FastifyReply, { clock }: Clocked): Looking {
  const { business } = acting(request)
  return {
    t: reply.t,
    locale: request.locale,
    today: todayIn(clock(), business.zone),
    mayBackdate: can(business.role, 'books.backdate'),
    branchId: business.branchId,
  }
}

/** The form of an entry as it stands, with what is wrong in it. */
export async function showEntry(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  form: { typed: Typed; errors?: FieldErrors },
): Promise<string> {
  const { businessId } = acting(request)
  const looking = lookingOf(request, reply, { clock })
  const view = viewOf(looking, await inBusiness(db, businessId, (tx) => look(tx, businessId, form, looking)))
  switch (view.name) {
    case 'vouchers/lines':
      return reply.page(view.name, view.model)
    case 'vouchers/expense':
      return reply.page(view.name, view.model)
    case 'vouchers/note':
      return reply.page(view.name, view.model)
  }
}
