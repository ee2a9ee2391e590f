import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo, isSwap } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { readerOf } from '../board.request.ts'
import { canEdit as config, formId, strict, text } from '../board.schema.ts'
import { RatesRefused, setRates } from '../rates.commands.ts'
import { currentRates, findChoices } from '../rates.queries.ts'
import { parseRates, ratesAsTheyAre, readTyped, workOut } from './entering.form.ts'
import { type EntryOf, enteringView, entryView, errorsOf } from './entering.views.ts'

const id = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const body = Type.Object(
  { id: formId, seen: Type.String({ format: 'date-time' }), sure: text(20), all: text(3) },
  {
    ...strict,
    patternProperties: {
      [`^(shown-)?(sell|buy)\\.${id}$`]: Type.String({ maxLength: 30 }),
      '^derive\\.(gold|silver|platinum)$': Type.String({ maxLength: 3 }),
    },
  },
)
type Body = Static<typeof body>

/** The day's rates in one form, worked out as one types; without a script by a button. */
export const enteringRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const load = (request: FastifyRequest) => {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) =>
      together([currentRates(tx, businessId, clock()), findChoices(tx, businessId)]),
    )
  }
  const show = (request: FastifyRequest, reply: FastifyReply, of: EntryOf) =>
    reply.page('board/new', enteringView(readerOf(request, reply, clock), of))

  app.get('/board-rates/new', { config }, async (request, reply) => {
    const [board, choices] = await load(request)
    if (board.length === 0) return goTo(reply, '/board-rates')
    const typed = ratesAsTheyAre(board, choices.grams)
    return show(request, reply, { id: newId(), seenAt: clock(), board, choices, typed })
  })

  app.post('/board-rates/derivation', { schema: { body }, config }, async (request, reply) => {
    const { board, choices, typed } = await read(request, { isDrawnNext: true })
    const of = { ...formOf(request.body), board, choices, typed: workOut(typed, board, choices).typed }
    if (isSwap(request)) return reply.fragment('board/_entry', entryView(readerOf(request, reply, clock), of))
    return show(request, reply, of)
  })

  app.post('/board-rates', { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { board, choices, typed } = await read(request)
    const of = { ...formOf(request.body), board, choices }
    const again = (errors: FieldErrors, more: Partial<EntryOf> = {}) =>
      show(request, reply.code(422), { ...of, typed, seenAt: clock(), errors, ...more })
    const parsed = parseRates(typed, choices.grams)
    if (!parsed.ok) return again(parsed.errors, { seenAt: of.seenAt })
    const worked = workOut(typed, board, choices)
    if (worked.isNews) return show(request, reply, { ...of, typed: worked.typed, isNotice: true })
    const asked = { ...of, rates: parsed.value }
    try {
      await inBusiness(db, businessId, (tx) => setRates(tx, businessId, asked, actorOf(request, clock)))
    } catch (error) {
      if (!(error instanceof RatesRefused)) throw error
      const rates = error.reasons.filter(({ problem }) => problem === 'jump')
      const [now] = await load(request)
      const jumps = rates.length > 0 && { jumps: { rates, word: error.word } }
      return again(errorsOf(error.reasons, choices), { ...jumps, board: now })
    }
    request.session.flash = { key: 'board.set.done' }
    return goTo(reply, '/board-rates')
  })

  async function read(request: FastifyRequest<{ Body: Body }>, options = {}) {
    const [board, choices] = await load(request)
    return { board, choices, typed: readTyped(request.body, board, choices, options) }
  }
}

const formOf = ({ id, seen, sure }: Body): Pick<EntryOf, 'id' | 'seenAt'> & { sure: string } => ({
  id,
  seenAt: new Date(seen),
  sure,
})
