import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { isId, newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listCategories } from '../lists/things.queries.ts'
import { editPrices as config, strict, text, uuid } from '../price-lists.schema.ts'
import { applyChange } from './changes.commands.ts'
import { type ChangeTyped, parseChange } from './changes.form.ts'
import { changeFormView, usualChange } from './entering.views.ts'
import { type Preview, previewOf } from './preview.ts'

const url = '/price-lists/changes'
const fields = {
  of: text(20),
  category: text(200),
  q: text(120),
  supplier: text(120),
  price: text(20),
  kind: text(20),
  by: text(30),
  rounding: text(10),
}
const newQuery = Type.Object({ ...fields, show: text(5) }, strict)
const ids = Type.Union([Type.String({ maxLength: 40 }), Type.Array(Type.String({ maxLength: 40 }), { maxItems: 200 })])
const applyBody = Type.Object(
  { ...fields, id: uuid, seen: text(64), shown: text(8000), tick: Type.Optional(ids) },
  strict,
)

/** The rule is asked for, what it would make is shown, and only what was seen is written. */
export const enteringRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const today = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)

  app.get(`${url}/new`, { schema: { querystring: newQuery }, config }, async (request, reply) => {
    const { show, ...typed } = request.query
    const filled = { ...usualChange, ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== '')) }
    return form(deps, request, reply, filled, { isShown: show === 'yes', id: newId() })
  })

  app.post(url, { schema: { body: applyBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id, seen, shown, tick, ...typed } = request.body
    const parsed = parseChange(typed)
    if (!parsed.ok) return form(deps, request, reply.code(422), typed, { isShown: true, id })
    const ticked = new Set([tick ?? []].flat())
    const without = shown.split(',').filter((one) => isId(one) && !ticked.has(one))
    try {
      const count = await inBusiness(db, businessId, (tx) =>
        applyChange(
          tx,
          businessId,
          { id, ...parsed.value, seen, without },
          { today: today(request), actor: actorOf(request, clock) },
        ),
      )
      request.session.flash = { key: 'prices.change.applied', values: { count } }
      return goTo(reply, `${url}/${id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !previewed.includes(error.key) || !isWordKey(error.key)) throw error
      const said = { key: error.key, values: error.values }
      return form(deps, request, reply.code(422), typed, { isShown: true, id, said, without })
    }
  })
}

async function form(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: ChangeTyped,
  { isShown, id, said, without = [] }: { isShown: boolean; id: string; said?: Said; without?: readonly string[] },
) {
  const { businessId, business } = acting(request)
  const parsed = isShown ? parseChange(typed) : undefined
  const { categories, preview, errors } = await inBusiness(db, businessId, async (tx) => ({
    categories: await listCategories(tx, businessId),
    ...(parsed?.ok
      ? await previewIfAny(
          previewOf(tx, businessId, parsed.value, { today: todayIn(clock(), business.zone), lock: false }),
        )
      : { preview: undefined, errors: parsed && !parsed.ok ? parsed.errors : {} }),
  }))
  if (Object.keys(errors).length > 0) reply.code(422)
  const view = { preview, asked: parsed?.ok ? parsed.value : undefined, categories, id, said, without }
  return reply.page('price-lists/change-new', changeFormView(reply.t, { values: { ...typed }, errors }, view))
}

/** Refusals that the preview is shown again for. */
const previewed: readonly string[] = ['prices.change.moved', 'prices.change.nothing', 'prices.change.tooMany']

async function previewIfAny(work: Promise<Preview>): Promise<{ preview: Preview | undefined; errors: FieldErrors }> {
  try {
    return { preview: await work, errors: {} }
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    return { preview: undefined, errors: { supplier: { key: 'prices.error.noParty' } } }
  }
}
