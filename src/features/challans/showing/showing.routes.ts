import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { rupees } from '../../../core/money.ts'
import { carats, grams } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import {
  blankLine,
  claimPiece,
  counterAddressOf,
  deskOf,
  readBill,
  saveDraft,
  type TypedLine,
  withFields,
} from '../../sales/index.ts'
import { takeBack, takeLotBack } from '../making/making.commands.ts'
import { type ChallanLine, findChallan } from './showing.queries.ts'
import { challanView } from './showing.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const backBody = Type.Object(
  { scan: text(60), lot: text(40), weight: text(20), count: text(6) },
  { additionalProperties: false },
)

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    { typed = {}, errors = {} }: { typed?: Readonly<Record<string, string>>; errors?: FieldErrors } = {},
  ) => {
    const { businessId, business } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findChallan(tx, businessId, id))
    const by = { today: todayIn(clock(), business.zone), role: business.role, typed, errors }
    return reply.page('challans/show', challanView({ t: reply.t, locale: request.locale }, found, by))
  }

  app.get('/challans/:id', { schema: { params }, config: { permission: 'order.view' } }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  app.post(
    '/challans/:id/back',
    { schema: { params, body: backBody }, config: { permission: 'order.make' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { id: challanId } = request.params
      const { scan, lot, weight, count } = request.body
      const actor = actorOf(request, clock)
      const pieces = /^\d{1,6}$/.test(count.trim()) ? Number(count) : 0
      const asked = { challanId, tag: scan.trim(), onDate: todayIn(clock(), business.zone) }
      try {
        const { tag } = await inBusiness(db, businessId, (tx) =>
          lot === ''
            ? takeBack(tx, businessId, asked, actor)
            : takeLotBack(tx, businessId, { challanId, lotId: lot, weight: weight.trim(), pieces }, actor),
        )
        request.session.flash = { key: 'challans.isBack', values: { tag } }
        return goTo(reply, `/challans/${challanId}`)
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const said: Said = { key: error.key, values: error.values }
        return show(request, reply.code(error.status), challanId, {
          ...{ typed: request.body, errors: { [lot === '' ? 'scan' : 'weight']: said } },
        })
      }
    },
  )

  app.post(
    '/challans/:id/bill',
    { schema: { params }, config: { permission: 'sale.make' } },
    async (request, reply) => {
      const { businessId, who } = acting(request)
      const { id } = request.params
      const desk = deskOf(request, clock)
      const draftId = await inBusiness(db, businessId, async (tx) => {
        const { challan, lines } = await findChallan(tx, businessId, id)
        const kept = lines.filter(({ isOut }) => isOut)
        if (kept.length === 0) throw new Refusal('challans.refusal.nothingOut', { number: challan.number }, 409)
        const [begun] = await named<{ id: string }>(tx, draftOf, [businessId, who.userId, id])
        const draftId = begun?.id ?? newId()
        const typed = kept.map((line, i) => ({ ...blankLine, n: i + 1, item: line.itemId, order: id, ...billed(line) }))
        const bill = withFields({ ...readBill({}), lines: typed }, { party: challan.partyId, from: id })
        await saveDraft(tx, businessId, { id: draftId, bill }, actorOf(request, clock))
        for (const { pieceId } of kept) if (pieceId) await claimPiece(tx, businessId, { pieceId, draftId }, desk)
        return draftId
      })
      request.session.flash = { key: 'challans.intoBill' }
      return goTo(reply, counterAddressOf(draftId))
    },
  )
}

/** A piece by its tag; of a lot what is still out, of which less may be kept. */
function billed(line: ChallanLine): Partial<TypedLine> {
  if (line.pieceId) return { piece: line.pieceId }
  const { lotId, isPacket, outPieces, outGross, outNet, outCarat, rate } = line
  const count = outPieces > 0 ? String(outPieces) : ''
  const of = { lot: lotId ?? '', count, rate: rate === null ? '' : rupees(rate) }
  if (isPacket) return { ...of, net: carats(outCarat) }
  return { ...of, net: grams(outNet), gross: outGross === outNet ? '' : grams(outGross) }
}

const draftOf = {
  name: 'challans.draft',
  text: `
    select id from draft where business_id = $1 and user_id = $2 and kind = 'sale' and body->'fields'->>'from' = $3
    order by updated_at desc limit 1`,
}
