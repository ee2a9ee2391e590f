import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { fieldVault } from '../../../db/fields.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listBranches } from '../../items/index.ts'
import { checkRows } from '../check/check.commands.ts'
import { chooseColumns } from '../imports.commands.ts'
import { findRun, listRows, lockRun } from '../imports.queries.ts'
import { config, params, strict } from '../imports.schema.ts'
import { parseColumns, typedColumns } from './mapping.form.ts'
import { mappingView } from './mapping.views.ts'

const body = Type.Object(
  { twins: Type.Optional(Type.String({ maxLength: 10 })), branch: Type.Optional(Type.String({ maxLength: 40 })) },
  { ...strict, patternProperties: { '^column\\.[a-zA-Z]{1,20}$': Type.String({ maxLength: 3 }) } },
)
const shownRows = 5

/** Which column of the file holds what; saying so checks every row. */
export const mappingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config: settings }) => {
  const vault = fieldVault(settings.secret)

  app.get('/imports/:id/columns', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const run = await inBusiness(db, businessId, (tx) => findRun(tx, businessId, request.params.id))
    if (run.state !== 'mapping' && run.state !== 'checked') return goTo(reply, `/imports/${run.id}`)
    return show(request, reply, { values: typedColumns(run), errors: {} })
  })

  app.post('/imports/:id/columns', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const actor = actorOf(request, clock)
    const found = await inBusiness(db, businessId, (tx) => findRun(tx, businessId, id))
    const parsed = parseColumns(found, request.body)
    if (!parsed.ok) return show(request, reply.code(422), { values: textsOf(request.body), errors: parsed.errors })
    const run = await inBusiness(db, businessId, async (tx) => {
      const now = await lockRun(tx, businessId, id)
      if (now.state !== 'mapping' && now.state !== 'checked') throw new Refusal('imports.refusal.state', {}, 409)
      const branches = await listBranches(tx, businessId)
      const branchId = branches.find((branch) => branch.id === request.body.branch)?.id ?? null
      await chooseColumns(tx, businessId, now, { ...parsed.value, branchId }, actor)
      return { ...now, ...parsed.value, branchId }
    })
    await checkRows(db, run, { businessId, actor, vault, today: todayIn(clock(), business.zone) })
    return goTo(reply, `/imports/${id}`)
  })

  async function show(
    request: FastifyRequest<{ Params: Static<typeof params> }>,
    reply: FastifyReply,
    typed: { values: Record<string, string>; errors: FieldErrors },
  ) {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const [run, rows, branches] = await inBusiness(db, businessId, async (tx) => {
      const run = await findRun(tx, businessId, id)
      const asked = {
        runId: id,
        states: ['read', 'new', 'same', 'change', 'refused'] as const,
        after: 0,
        limit: shownRows,
      }
      return [run, await listRows(tx, businessId, asked, vault), await listBranches(tx, businessId)] as const
    })
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('imports/columns', mappingView(reader, typed, { run, rows, branches }))
  }
}

const textsOf = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
