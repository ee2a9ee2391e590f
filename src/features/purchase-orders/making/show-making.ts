import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { TypedOrder } from './making.form.ts'
import { loadMaking, none, type Press } from './making.look.ts'
import type { OrderingAt } from './making.queries.ts'
import { newOrderView } from './making.views.ts'

type Using = Pick<Deps, 'db' | 'clock'>

/** Whose prices and which branch's stock the form shows. */
export function atOf(request: FastifyRequest, { clock }: Pick<Deps, 'clock'>, typed: TypedOrder): OrderingAt {
  const { business } = acting(request)
  const today = todayIn(clock(), business.zone)
  return { partyId: idOr('', typed['party_id']), branchId: idOr(business.branchId, typed['branch']), onDate: today }
}

const idOr = <Else>(other: Else, typed: string | undefined): string | Else => (isId(typed) ? typed : other)

/** Answers with the form as it is typed. Throws NotFound for a supplier that is not there. */
export async function showMaking(
  request: FastifyRequest,
  reply: FastifyReply,
  using: Using,
  typed: TypedOrder,
  { errors = {}, found = none }: { errors?: FieldErrors; found?: Press['found'] } = {},
) {
  const { businessId, business } = acting(request)
  const at = atOf(request, using, typed)
  const loaded = await inBusiness(using.db, businessId, (tx) => loadMaking(tx, businessId, typed, at))
  const isJeweller = business.kind === 'jeweller'
  const values = { ...typed, branch: typed['branch'] || business.branchId || loaded.branches[0]?.id }
  return reply.page(
    'purchase-orders/new',
    newOrderView(reply.t, { ...loaded, found, typed: values, errors, isJeweller }),
  )
}
