import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { financialYear, todayIn } from '../../../core/dates.ts'
import { normaliseEmail } from '../../../core/email.ts'
import { NotFound } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { ErrorOfAnswer } from '../../../web/errors.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf, whoOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { hasUsers, nameFault, newPasswordFaults, startSession } from '../../auth/index.ts'
import { createBusiness } from '../businesses.commands.ts'
import { findBusiness, listSeries } from '../businesses.queries.ts'
import { changePrefix } from '../series/series.commands.ts'
import { parsePrefixes } from '../series/series.form.ts'
import { prefixesOf } from '../series/series.views.ts'
import { changeBusiness } from '../settings/settings.commands.ts'
import { parseSection } from '../settings/settings.form.ts'
import { valuesOf } from '../settings/settings.views.ts'
import { createFirstOwner, noteSetup } from './setup.commands.ts'
import { parseFirst } from './setup.form.ts'
import { isLastStep, isStep, type Step, stepAfter } from './setup.steps.ts'
import { firstStepView, stepView } from './setup.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const strict = { additionalProperties: false }
const shop = { name: text(120), kind: text(10), state: text(2) }
const ownerBody = Type.Object(
  { owner: text(80), email: text(254), password: text(300), again: text(300), ...shop },
  strict,
)
const shopBody = Type.Object(shop, strict)
const params = Type.Object({ step: Type.String({ maxLength: 20 }) })
const stepBody = Type.Record(
  Type.String({ pattern: '^[a-z_]{2,20}$|^prefix\\.[a-z-]{1,30}\\.[0-9a-f-]{36}$' }),
  Type.String({ maxLength: 300 }),
  {
    additionalProperties: false,
    maxProperties: 60,
  },
)
const plain = '/layouts/plain'
const blank: Typed = { values: { kind: 'general' }, errors: {} }

export const setupRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const first = (reply: FastifyReply, typed: Typed, isNewcomer: boolean) =>
    reply.page(
      'setup/first',
      firstStepView(reply.t, typed, { isNewcomer, action: isNewcomer ? '/setup' : '/businesses' }),
      plain,
    )

  app.get('/setup', { config: { permission: 'open' } }, async (_request, reply) =>
    (await hasUsers(db)) ? goTo(reply, '/') : first(reply, blank, true),
  )

  app.post('/setup', { schema: { body: ownerBody }, config: { permission: 'open' } }, async (request, reply) => {
    if (await hasUsers(db)) return goTo(reply, '/sign-in')
    const { owner, email, password, again } = request.body
    const name = owner.trim()
    const parsed = parseFirst(request.body)
    const errors = {
      ...ownerFaults(request.body),
      ...newPasswordFaults({ password, again }, [name, email]),
      ...(!parsed.ok && parsed.errors),
    }
    if (!parsed.ok || Object.keys(errors).length > 0)
      return first(reply.code(422), { values: request.body, errors }, true)
    const userId = await createFirstOwner(db, { name, email, password, locale: request.locale }, clock())
    if (!userId) return goTo(reply, '/sign-in')
    const { id } = await createBusiness(db, { ...parsed.value, locale: request.locale }, { userId, name, at: clock() })
    await startSession(request, userId, id)
    return goTo(reply, '/setup/address')
  })

  app.get('/businesses/new', { config: { permission: 'signed-in' } }, async (request, reply) => {
    refuseStaff(request)
    return first(reply, blank, false)
  })

  app.post(
    '/businesses',
    { schema: { body: shopBody }, config: { permission: 'signed-in' } },
    async (request, reply) => {
      refuseStaff(request)
      const parsed = parseFirst(request.body)
      if (!parsed.ok) return first(reply.code(422), { values: request.body, errors: parsed.errors }, false)
      const { id } = await createBusiness(db, { ...parsed.value, locale: request.locale }, actorOf(request, clock))
      request.session.businessId = id
      return goTo(reply, '/setup/address')
    },
  )

  await app.register(stepRoutes, deps)
}

const stepRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const config = { permission: 'settings.edit' } as const

  const facts = (request: FastifyRequest) => {
    const { businessId, business } = acting(request)
    const fy = financialYear(todayIn(clock(), business.zone)).label
    return inBusiness(db, businessId, (tx) =>
      Promise.all([findBusiness(tx, businessId), listSeries(tx, businessId, fy)]),
    )
  }
  const show = async (request: FastifyRequest, reply: FastifyReply, step: Step, typed?: Typed) => {
    const [business, series] = await facts(request)
    const values = step === 'series' ? prefixesOf(series) : valuesOf(business)
    return reply.page('setup/step', stepView(reply.t, step, typed ?? { values, errors: {} }, series), plain)
  }

  app.get('/setup/:step', { schema: { params }, config }, (request, reply) =>
    show(request, reply, stepOf(request.params.step)),
  )

  app.post('/setup/:step', { schema: { params, body: stepBody }, config }, async (request, reply) => {
    const step = stepOf(request.params.step)
    const errors = await save(request, step)
    if (errors) return show(request, reply.code(422), step, { values: request.body, errors })
    return goOn(request, reply, step)
  })

  app.post('/setup/:step/skip', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const step = stepOf(request.params.step)
    await inBusiness(db, businessId, (tx) => noteSetup(tx, businessId, step, clock()))
    return goOn(request, reply, step)
  })

  async function save(
    request: FastifyRequest<{ Body: Record<string, string> }>,
    step: Step,
  ): Promise<FieldErrors | undefined> {
    const { businessId } = acting(request)
    const actor = actorOf(request, clock)
    const [business, series] = await facts(request)
    return inBusiness(db, businessId, async (tx) => {
      const parsed =
        step === 'series' ? parsePrefixes(request.body, series) : parseSection(step, request.body, business)
      if (!parsed.ok) return parsed.errors
      if (Array.isArray(parsed.value))
        for (const change of parsed.value) await changePrefix(tx, businessId, change, actor)
      else await changeBusiness(tx, businessId, parsed.value, actor)
      await noteSetup(tx, businessId, step, clock())
      return undefined
    })
  }
}

function goOn(request: FastifyRequest, reply: FastifyReply, step: Step): FastifyReply {
  if (isLastStep(step)) request.session.flash = { key: 'setup.done' }
  return goTo(reply, stepAfter(step))
}

function stepOf(step: string): Step {
  if (!isStep(step)) throw new NotFound(`no step ${step}`)
  return step
}

function ownerFaults({ owner, email }: { owner: string; email: string }): FieldErrors {
  const name = nameFault(owner)
  return { ...(name && { owner: name }), ...(!normaliseEmail(email) && { email: { key: 'fields.email' } as const }) }
}

/** Someone who works in a shop for another does not open one by mistake; who belongs to none may. */
function refuseStaff(request: FastifyRequest): void {
  const { business } = whoOf(request)
  if (business && !can(business.role, 'business.create')) throw new ErrorOfAnswer(403)
}
