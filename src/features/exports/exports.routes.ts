import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { financialYear, parseDate, todayIn } from '../../core/dates.ts'
import { inBusiness } from '../../db/tenant.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { audit } from '../audit/index.ts'
import { archiveOf } from './archive/archive.ts'
import { exportsView } from './exports.views.ts'
import { journalOf } from './journal/journal.ts'
import { sendSnapshot } from './snapshot.ts'
import { tallyMasters } from './tally/tally.masters.ts'
import { tallyVouchers } from './tally/tally.vouchers.ts'

const none = Type.Object({}, { additionalProperties: false })
const day = Type.String({ maxLength: 20, default: '' })
const span = Type.Object({ from: Type.Optional(day), to: Type.Optional(day) }, { additionalProperties: false })
const config = { permission: 'export.run' } as const

export const exportRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const todayOf = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)

  app.get('/exports', { schema: { querystring: span }, config }, async (request, reply) => {
    const { from, to } = spanOf(request.query, todayOf(request))
    return reply.page('exports/show', exportsView(reply.t, { from, to, typed: {} }))
  })

  app.get('/books/journal.hledger', { schema: { querystring: none }, config }, (request, reply) => {
    const { businessId } = acting(request)
    const file = { name: `khata-${todayOf(request)}.hledger`, type: 'text/plain; charset=utf-8' }
    return sendSnapshot(reply, db, businessId, file, (tx) => journalOf(tx, businessId, reply.t))
  })

  app.get('/exports/tally-masters.xml', { schema: { querystring: none }, config }, (request, reply) => {
    const { business, businessId } = acting(request)
    const file = { name: `tally-masters-${todayOf(request)}.xml`, type: 'application/xml; charset=utf-8' }
    return sendSnapshot(reply, db, businessId, file, (tx) => tallyMasters(tx, businessId, business.name))
  })

  app.get('/exports/tally-vouchers.xml', { schema: { querystring: span }, config }, (request, reply) => {
    const { business, businessId } = acting(request)
    const today = todayOf(request)
    const { from, to } = spanOf(request.query, today)
    if (from === undefined || to === undefined || to < from) {
      const errors = {
        ...(from === undefined ? { from: { key: 'fields.date' } as const } : {}),
        ...(to === undefined ? { to: { key: 'fields.date' } as const } : {}),
        ...(from !== undefined && to !== undefined ? { to: { key: 'lock.refusal.order' } as const } : {}),
      }
      return reply.code(422).page('exports/show', exportsView(reply.t, { from, to, typed: request.query, errors }))
    }
    const file = { name: `tally-vouchers-${from}-${to}.xml`, type: 'application/xml; charset=utf-8' }
    const asked = { company: business.name, from, to }
    return sendSnapshot(reply, db, businessId, file, (tx) => tallyVouchers(tx, businessId, asked))
  })

  app.post('/exports/archive', { schema: {}, config }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const actor = actorOf(request, clock)
    await inBusiness(db, businessId, (tx) =>
      audit(tx, businessId, actor, { action: 'exports.archive', entity: 'business', entityId: businessId }),
    )
    const file = { name: `khata-${todayOf(request)}.zip`, type: 'application/zip' }
    const about = reply.t('exports.archive.about', { name: business.name, at: actor.at.toISOString() })
    return sendSnapshot(reply, db, businessId, file, (tx) => archiveOf(tx, businessId, about))
  })
}

/** Without dates the running financial year; undefined for what is no date. */
function spanOf({ from = '', to = '' }: { from?: string; to?: string }, today: string) {
  const year = financialYear(today)
  return {
    from: from === '' ? year.from : parseDate(from, today),
    to: to === '' ? today : parseDate(to, today),
  }
}
