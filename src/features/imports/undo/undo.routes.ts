import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { fieldVault, type Vault } from '../../../db/fields.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { countRows, findRun } from '../imports.queries.ts'
import { config, formId, params, strict } from '../imports.schema.ts'
import type { ImportRun } from '../imports.types.ts'
import { startUndo } from '../run/run.commands.ts'
import { listMade, listUsed, type Used } from './undo.queries.ts'
import { undoView } from './undo.views.ts'
import { findRestorable } from './undo-changes.ts'

const body = Type.Object({ job: formId, keep: Type.Optional(Type.String({ maxLength: 5 })) }, strict)
const rowsAtOnce = 2000

export const undoRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config: settings }) => {
  const vault = fieldVault(settings.secret)

  app.get('/imports/:id/undo', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const found = await inBusiness(db, businessId, (tx) => findUse(tx, businessId, id, askedOf(request)))
    if (found.made === 0) return goTo(reply, `/imports/${id}`)
    return show(request, reply, found, { values: { job: newId() }, errors: {} })
  })

  app.post('/imports/:id/undo', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { job: jobId, keep = '' } = request.body
    const found = await inBusiness(db, businessId, async (tx) => {
      const use = await findUse(tx, businessId, id, askedOf(request))
      const isAsked = use.run.jobId === jobId
      if (!isAsked && use.used.length > 0 && keep !== 'yes') return use
      await startUndo(tx, businessId, { id, jobId, keepsUsed: keep === 'yes' }, actorOf(request, clock))
      return undefined
    })
    if (!found) return goTo(reply, `/jobs/${jobId}`)
    const errors = { keep: { key: 'imports.undo.keep.choose' } } as const
    return show(request, reply.code(422), found, { values: { job: jobId }, errors })
  })

  const askedOf = (request: FastifyRequest) => ({ vault, today: todayIn(clock(), acting(request).business.zone) })

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    found: Use,
    typed: { values: { job: string }; errors: FieldErrors },
  ) => {
    const reader = { t: reply.t, locale: request.locale, zone: acting(request).business.zone }
    return reply.page('imports/undo', undoView(reader, typed, found))
  }
}

export interface Use {
  run: ImportRun
  made: number
  used: readonly Used[]
}

async function findUse(
  tx: Tx,
  businessId: string,
  id: string,
  { vault, today }: { vault: Vault; today: IsoDate },
): Promise<Use> {
  const run = await findRun(tx, businessId, id)
  const counts = await countRows(tx, businessId, id)
  const made = counts.made + counts.changed
  const used: Used[] = []
  let below = 2 ** 31 - 1
  for (;;) {
    const rows = await listMade(tx, businessId, { runId: id, below, limit: rowsAtOnce }, vault)
    const last = rows.at(-1)
    if (!last) return { run, made, used }
    const fresh = rows.filter(({ state }) => state === 'made')
    const changed = rows.filter(({ state }) => state === 'changed')
    used.push(...(await listUsed(tx, businessId, run.kind, fresh)))
    const { kept } = await findRestorable(tx, businessId, changed, { run, today, vault, lock: false })
    used.push(...kept)
    below = last.line
  }
}
