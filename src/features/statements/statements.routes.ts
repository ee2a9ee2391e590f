import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { todayIn } from '../../core/dates.ts'
import { can } from '../../core/permissions.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { startJob } from '../jobs/index.ts'
import { filterInput } from './job-input.ts'
import { mailRoutes } from './mail/mail.routes.ts'
import { parseFilter } from './statements.form.ts'
import { countChosen } from './statements.queries.ts'
import { makes, mostStatements } from './statements.rules.ts'
import { asTyped, type ChosenOf, statementsView } from './statements.views.ts'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const fields = {
  ...{ kind: text(12), side: text(12), moved: text(3), city: text(60) },
  ...{ least: text(30), from: text(40), to: text(40) },
}
const strict = { additionalProperties: false }
const query = Type.Object(fields, strict)
const body = Type.Object({ ...fields, id: Type.String({ format: 'uuid' }), make: text(10), _csrf: text(200) }, strict)
// Everybody's dues at once are for who sees the books; a mail to all also needs the right to share.
const config = { permission: 'books.view' } as const

export const statementsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock, config: settings } = deps
  await app.register(mailRoutes, deps)

  app.get('/statements/new', { schema: { querystring: query }, config }, async (request, reply) =>
    show(request, reply, { values: request.query, id: newId() }),
  )

  app.post('/statements', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id, make: typed, _csrf, ...values } = request.body
    const make = makes.find((one) => one === typed) ?? 'files'
    const parsed = parseFilter(values, todayIn(clock(), business.zone))
    if (!parsed.ok) return show(request, reply.code(422), { values, id })
    const isMail = make === 'mail'
    const problem = await inBusiness(db, businessId, async (tx) => {
      const { parties, mails } = await countChosen(tx, businessId, parsed.value)
      const total = isMail ? mails : parties
      if (total === 0) return { key: isMail ? 'statements.refusal.noAddress' : 'statements.refusal.none' } as const
      if (total > mostStatements)
        return { key: 'statements.refusal.tooMany', values: { max: mostStatements.toLocaleString('en-IN') } } as const
      if (isMail && !mayMail(request)) return { key: 'statements.noMail' } as const
      const kind = isMail ? 'statement-mails' : 'statements'
      const input = filterInput(parsed.value, request.locale)
      await startJob(tx, businessId, { id, kind, input, total, needs: 'books.view' }, actorOf(request, clock))
      return undefined
    })
    if (problem) return show(request, reply.code(422), { values: { ...values, make }, id, errors: { make: problem } })
    return goTo(reply, `/jobs/${id}`)
  })

  const mayMail = (request: FastifyRequest): boolean =>
    (deps.mail !== undefined || settings.mailUrl !== undefined) && can(acting(request).business.role, 'khata.share')

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { values, id, errors = {} }: { values: Static<typeof query> & { make?: string }; id: string; errors?: FieldErrors },
  ): Promise<string> {
    const { businessId, business } = acting(request)
    const parsed = parseFilter(values, todayIn(clock(), business.zone))
    let chosen: ChosenOf | undefined
    if (parsed.ok) {
      const counted = await inBusiness(db, businessId, (tx) => countChosen(tx, businessId, parsed.value))
      chosen = { id, filter: parsed.value, counted, canMail: mayMail(request) }
    }
    // The days that are meant stand in their fields, also where none were typed.
    const days = parsed.ok ? { from: asTyped(parsed.value.from), to: asTyped(parsed.value.to) } : {}
    const typed = { values: { ...values, ...days }, errors: parsed.ok ? errors : parsed.errors }
    if (!parsed.ok) reply.code(422)
    return reply.page('statements/new', statementsView({ t: reply.t, locale: request.locale }, typed, chosen))
  }
}
