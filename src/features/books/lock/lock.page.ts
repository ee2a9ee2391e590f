import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { acting } from '../../../web/permissions.ts'
import { booksTabs, typedDate } from '../books.views.ts'
import { listExceptions } from './exceptions/exceptions.queries.ts'
import { exceptionsView } from './exceptions/exceptions.views.ts'
import { findLock } from './lock.queries.ts'
import { lockView } from './lock.views.ts'

/** The lock date and the exceptions to it, with what was typed into either form. */
export async function showLock(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  typed?: Typed,
): Promise<string> {
  const { business, businessId, who } = acting(request)
  const [found, rows] = await inBusiness(db, businessId, (tx) =>
    together([findLock(tx, businessId), listExceptions(tx, businessId)]),
  )
  const lockDate = found.lockDate === null ? '' : typedDate(found.lockDate)
  const fields = formFields(reply.t, {
    values: { lockDate, ...typed?.values },
    errors: typed?.errors ?? {},
  })
  const reader = { t: reply.t, locale: request.locale, zone: business.zone }
  const me = { userId: who.userId, role: business.role, now: clock() }
  const id = typed?.values['id'] ?? newId()
  const exceptions = exceptionsView(reader, me, { rows, fields, id, isLocked: found.lockDate !== null })
  const tabs = booksTabs(reply.t, business.role, 'lock')
  return reply.page('books/lock', lockView(reader, tabs, { ...found, role: business.role, exceptions }, fields))
}
