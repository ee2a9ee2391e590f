import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo, isSwap } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { readerOf } from '../board.request.ts'
import { changeBp, parseRate, showRate, sides } from '../board.rules.ts'
import { canEdit, canSee, formId, strict, text } from '../board.schema.ts'
import { headOf } from '../board.views.ts'
import { changeText, errorsOf } from '../entering/entering.views.ts'
import { RatesRefused, setRates } from '../rates.commands.ts'
import { findAsk } from './asking.queries.ts'
import { type AskOf, askView } from './asking.views.ts'

const side = Type.Enum(sides)
const purity = Type.String({ format: 'uuid' })
const querystring = Type.Object(
  { purity: text(40), side: Type.Enum(sides, { default: 'sell' }), back: text(200) },
  strict,
)
const body = Type.Object(
  {
    id: formId,
    purity,
    side,
    back: text(200),
    rate: text(30),
    sure: text(20),
    seen: Type.String({ format: 'date-time' }),
  },
  strict,
)

/** One rate, asked for where it is missing: the counter shows the region, and without a script it is a page. */
export const askingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Omit<AskOf, 'rate' | 'choices' | 'editors'>,
  ) => {
    const { businessId } = acting(request)
    const reader = readerOf(request, reply, clock)
    const facts = await inBusiness(db, businessId, (tx) => findAsk(tx, businessId, asked.purityId, reader.now))
    const view = askView(reader, { ...facts, ...asked })
    if (!view) throw new NotFound(`no purity ${asked.purityId}`)
    if (isSwap(request)) return reply.fragment('board/_ask', view)
    return reply.page('board/ask', { ...view, head: headOf(reply.t, reply.t('board.ask.title'), '') })
  }

  app.get('/board-rates/quick', { schema: { querystring }, config: canSee }, (request, reply) => {
    const { purity: purityId, side, back } = request.query
    if (purityId === '') return goTo(reply, '/board-rates')
    return show(request, reply, { id: newId(), purityId, side, back: ownPage(back) })
  })

  app.post('/board-rates/quick', { schema: { body }, config: canEdit }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id, purity: purityId, side, rate, sure, seen } = request.body
    const back = ownPage(request.body.back)
    const again = (errors: FieldErrors, jump?: AskOf['sure']) =>
      show(request, reply.code(422), { id, purityId, side, back, typed: { values: { rate }, errors }, sure: jump })
    const { choices, rate: now } = await inBusiness(db, businessId, (tx) => findAsk(tx, businessId, purityId, clock()))
    if (!now) throw new NotFound(`no purity ${purityId}`)
    const parsed = parseRate(rate, choices.grams)
    if ('error' in parsed) return again({ rate: parsed.error })
    const asked = { id, rates: [{ purityId, side, rate: parsed.rate }], seenAt: new Date(seen), sure }
    try {
      await inBusiness(db, businessId, (tx) => setRates(tx, businessId, asked, actorOf(request, clock)))
    } catch (error) {
      if (!(error instanceof RatesRefused)) throw error
      const [reason] = error.reasons
      if (reason?.problem !== 'jump') {
        const said = errorsOf(error.reasons, choices)[`${side}.${purityId}`]
        return again(said ? { rate: said } : {})
      }
      const values = {
        last: showRate(reason.last, choices.grams),
        change: changeText(changeBp(reason.rate, reason.last)),
      }
      return again({ rate: { key: 'board.refusal.jumpOne', values } }, { word: error.word })
    }
    request.session.flash = { key: 'board.set.done' }
    return goTo(reply, back)
  })
}

/** Only our own pages: an address of anyone's choice would send people anywhere. */
const ownPage = (typed: string): string =>
  /^\/[\w/-]*(\?[\w=&%.-]*)?$/.test(typed) && !typed.startsWith('//') ? typed : '/board-rates'
