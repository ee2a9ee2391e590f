import { Readable } from 'node:stream'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { NotFound } from '../../core/errors.ts'
import { isId } from '../../db/ids.ts'
import { pageOf, readCursor, writeCursor } from '../../db/paging.ts'
import { inBusiness } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { translator } from '../../words/index.ts'
import { readParts } from './files.ts'
import { cancelJob, resumeJob } from './jobs.commands.ts'
import { keptDays } from './jobs.jobs.ts'
import { type Asker, findJob, type JobFile, type JobRow, listFiles, listJobs } from './jobs.queries.ts'
import { jobsView, jobView, type Reader } from './jobs.views.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ id }, { additionalProperties: false })
const ofFile = Type.Object({ id, name: Type.String({ maxLength: 100 }) }, { additionalProperties: false })
const querystring = Type.Object(
  { before: Type.Optional(Type.String({ maxLength: 1000 })) },
  { additionalProperties: false },
)
// Whose job may be seen stands in the queries: one's own, and all of them for who runs the shop.
const config = { permission: 'dashboard.view' } as const

export const jobsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/jobs', { schema: { querystring }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const [at = '', last = ''] = readCursor(request.query.before, 2) ?? []
    const before = Number.isNaN(Date.parse(at)) || !isId(last) ? undefined : { at, id: last }
    const { rows, hasMore } = pageOf(
      await inBusiness(db, businessId, (tx) => listJobs(tx, businessId, askerOf(request), before)),
    )
    const end = rows.at(-1)
    const next = end && hasMore ? writeCursor([end.at.toISOString(), end.id]) : ''
    const pager = {
      shown: reply.t('shell.shown', { count: rows.length }),
      laterHref: before ? '/jobs' : '',
      earlierHref: next && `/jobs?before=${next}`,
    }
    return reply.page('jobs/list', jobsView(readerOf(request, clock), rows, pager))
  })

  app.get('/jobs/:id', { schema: { params }, config }, async (request, reply) => {
    const { job, files } = await shown(request, request.params.id)
    return reply.page('jobs/show', jobView(readerOf(request, clock), job, files, keptDays))
  })

  app.get('/jobs/:id/files/:name', { schema: { params: ofFile }, config }, async (request, reply) => {
    const { id: jobId, name } = request.params
    const { files } = await shown(request, jobId)
    const file = files.find((one) => one.name === name)
    if (!file) throw new NotFound('no such file')
    const { businessId } = acting(request)
    return reply
      .type(file.mime)
      .header('content-length', file.bytes)
      .header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`)
      .send(Readable.from(readParts(db, { businessId, jobId, name }), { objectMode: false }))
  })

  app.post('/jobs/:id/cancellation', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) =>
      cancelJob(tx, businessId, request.params.id, askerOf(request), actorOf(request, clock)),
    )
    return goTo(reply, `/jobs/${request.params.id}`)
  })

  app.post('/jobs/:id/resumption', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) =>
      resumeJob(tx, businessId, request.params.id, askerOf(request), actorOf(request, clock)),
    )
    request.session.flash = { key: 'jobs.resumed' }
    return goTo(reply, `/jobs/${request.params.id}`)
  })

  /** The job, and its files once it is done. */
  async function shown(request: FastifyRequest, jobId: string): Promise<{ job: JobRow; files: JobFile[] }> {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, async (tx) => {
      const [job, files] = await together([
        findJob(tx, businessId, jobId, askerOf(request)),
        listFiles(tx, businessId, jobId),
      ])
      return { job, files: job.state === 'done' ? files : [] }
    })
  }
}

function askerOf(request: FastifyRequest): Asker {
  const { who, business } = acting(request)
  return { userId: who.userId, role: business.role }
}

function readerOf(request: FastifyRequest, clock: Deps['clock']): Reader {
  const { locale } = request
  return { t: translator(locale), locale, zone: acting(request).business.zone, now: clock() }
}
