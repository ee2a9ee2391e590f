import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { kindOf } from './entering.form.ts'
import { lookAtParty } from './entering.look.ts'
import { findNames } from './entering.names.ts'
import { lookingOf } from './entering.page.ts'
import { namesQuery, sentIn, taxQuery } from './entering.schema.ts'
import { namesView } from './names.views.ts'
import { taxView } from './tax.views.ts'

const config = { permission: 'books.post' } as const

/** What a form asks for while one types: names that fit, and sums. */
export const seekingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  app.get('/vouchers/names', { schema: { querystring: namesQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { q = '', kind, party } = request.query
    const asked = { t: reply.t, kind: kindOf(kind), isPartyOnly: party === '1' }
    const found = await inBusiness(db, businessId, (tx) => findNames(tx, businessId, q, asked))
    return reply.fragment('vouchers/_names', namesView(reply.t, found))
  })

  app.get('/vouchers/tax', { schema: { querystring: taxQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { typed } = sentIn(request.query)
    const { today, branchId } = lookingOf(request, reply, deps)
    const around = await inBusiness(db, businessId, (tx) =>
      lookAtParty(tx, businessId, kindOf(typed['kind']), typed, { branchId, today }),
    )
    return reply.fragment('vouchers/_tax', taxView({ t: reply.t, locale: request.locale }, { typed, today, ...around }))
  })
}
