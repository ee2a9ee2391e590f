import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { fieldVault } from '../../../db/fields.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { dropImport } from '../imports.commands.ts'
import { countRows, findRun, findSameFileIfAny, listRows } from '../imports.queries.ts'
import { config, formId, params, strict } from '../imports.schema.ts'
import { startImport } from '../run/run.commands.ts'
import { importView, shownProblems } from './show.views.ts'

/** A row that was kept says why, where it does not stand on the page of taking back. */
const problemStates = ['refused', 'failed', 'kept'] as const
const changeStates = ['change', 'changed'] as const
const runBody = Type.Object({ job: formId }, strict)

export const showRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config: settings }) => {
  const vault = fieldVault(settings.secret)

  app.get('/imports/:id', { schema: { params }, config }, (request, reply) => show(request, reply, request.params.id))

  app.post('/imports/:id/run', { schema: { params, body: runBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { job: jobId } = request.body
    try {
      await inBusiness(db, businessId, (tx) => startImport(tx, businessId, { id, jobId }, actorOf(request, clock)))
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return show(request, reply.code(error.status), id, { key: error.key, values: error.values })
    }
    return goTo(reply, `/jobs/${jobId}`)
  })

  app.post('/imports/:id/removal', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    try {
      await inBusiness(db, businessId, (tx) => dropImport(tx, businessId, id, actorOf(request, clock)))
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return show(request, reply.code(error.status), id, { key: error.key, values: error.values })
    }
    request.session.flash = { key: 'imports.dropped' }
    return goTo(reply, '/imports')
  })

  async function show(request: FastifyRequest, reply: FastifyReply, id: string, problem?: Said) {
    const { businessId, business } = acting(request)
    const shown = await inBusiness(db, businessId, async (tx) => {
      const run = await findRun(tx, businessId, id)
      const asked = { runId: id, states: problemStates, after: 0, limit: shownProblems }
      const asking = { runId: id, states: changeStates, after: 0, limit: shownProblems }
      const [counts, problems, changes, sameFile] = await Promise.all([
        countRows(tx, businessId, id),
        listRows(tx, businessId, asked, vault),
        listRows(tx, businessId, asking, vault),
        findSameFileIfAny(tx, businessId, run),
      ])
      return { run, counts, problems, changes, sameFile }
    })
    if (shown.run.state === 'mapping') return goTo(reply, `/imports/${id}/columns`)
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('imports/show', importView(reader, shown, { jobId: newId(), problem }))
  }
}
