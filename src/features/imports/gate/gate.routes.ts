import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { config } from '../imports.schema.ts'
import { finishTakeover, reopenTakeover, saveOldBalance } from './gate.commands.ts'
import { parseGate } from './gate.form.ts'
import { findTakeover, listCompared } from './gate.queries.ts'
import { gateView, typedGate } from './gate.views.ts'

const amount = Type.String({ maxLength: 40 })
const body = Type.Object(
  { do: Type.Optional(Type.String({ maxLength: 10 })) },
  {
    additionalProperties: false,
    patternProperties: {
      '^(debit|credit)\\.([0-9a-f-]{36}|more\\d)$': amount,
      '^more\\.\\d$': amount,
    },
  },
)

/** The end of taking over: the trial balance of the old books, typed in, against ours. */
export const gateRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/imports/opening', { config }, (request, reply) => show(request, reply, {}))

  app.post('/imports/opening', { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { do: wish, ...typed } = request.body
    const actor = actorOf(request, clock)
    const errors = await refusedIn(() =>
      inBusiness(db, businessId, async (tx) => {
        const accounts = await listCompared(tx, businessId)
        const parsed = parseGate(
          typed,
          accounts.map(({ id }) => id),
        )
        if (!parsed.ok) return parsed.errors
        await saveOldBalance(tx, businessId, parsed.value, actor)
        return undefined
      }),
    )
    if (errors) return show(request, reply.code(422), { values: textsOf(typed), errors })
    if (wish !== 'finish') {
      request.session.flash = { key: 'imports.gate.saved' }
      return goTo(reply, '/imports/opening')
    }
    // What was typed is kept even where the books still differ.
    const problem = await refusedIn(() => inBusiness(db, businessId, (tx) => finish(tx, businessId, actor)))
    if (problem) return show(request, reply.code(422), { problem: problem[''] })
    request.session.flash = { key: 'imports.gate.done' }
    return goTo(reply, '/imports/opening')
  })

  app.post('/imports/opening/reopening', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) => reopenTakeover(tx, businessId, actorOf(request, clock)))
    request.session.flash = { key: 'imports.gate.reopened' }
    return goTo(reply, '/imports/opening')
  })

  const finish = async (...given: Parameters<typeof finishTakeover>): Promise<undefined> => {
    await finishTakeover(...given)
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    {
      values,
      errors = {},
      problem,
    }: { values?: Record<string, string>; errors?: FieldErrors; problem?: Said | undefined },
  ) {
    const { businessId, business } = acting(request)
    const [accounts, takeover] = await inBusiness(db, businessId, (tx) =>
      Promise.all([listCompared(tx, businessId), findTakeover(tx, businessId)]),
    )
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const typed = { values: values ?? typedGate(accounts), errors }
    return reply.page(
      'imports/opening',
      gateView(reader, typed, { accounts, takeover, problem: problem ?? errors[''] }),
    )
  }
}

/** What a rule says no to, at no field of its own; undefined where all went well. */
async function refusedIn(work: () => Promise<FieldErrors | undefined>): Promise<FieldErrors | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
    return { '': { key: error.key, values: error.values } }
  }
}

const textsOf = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
