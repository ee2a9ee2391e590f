import { randomBytes } from 'node:crypto'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { todayIn } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { giftCodeProblem, giftCodeText, normaliseGiftCode } from '../../core/gift-voucher.ts'
import { tenderModes } from '../../core/invoice-facts.ts'
import { can } from '../../core/permissions.ts'
import { isId, newId } from '../../db/ids.ts'
import { pageOf, readCursor } from '../../db/paging.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import { inBusiness } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { isWordKey, type Said } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { CashRefused, logRefusedCash } from '../compliance/index.ts'
import { NotPrinted } from '../papers/index.ts'
import { findParty } from '../parties/index.ts'
import { voidGiftVoucher } from './ending.commands.ts'
import { findGift, findGiftSale, listGifts, owedForGifts } from './gifts.queries.ts'
import { giftStates } from './gifts.rules.ts'
import { giftSaleView, giftsView, giftView, sellingView } from './gifts.views.ts'
import { paperRoutes } from './paper.routes.ts'
import { sellGiftVouchers } from './selling.commands.ts'
import { parseSale } from './selling.form.ts'

const url = '/gift-vouchers'
const strict = { additionalProperties: false }
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const uuid = Type.String({ format: 'uuid' })
const params = Type.Object({ id: uuid })
const saleParams = Type.Object({ saleId: uuid })
const listQuery = Type.Object({ q: text(40), state: text(10), after: optional(300) }, strict)
const newQuery = Type.Object({ party: optional(40) }, strict)
const saleFields = { amount: text(20), count: text(3), expires_on: text(20), mode: text(10), reference: text(60) }
const saleBody = Type.Object({ id: uuid, party: text(40), ...saleFields }, strict)
const voidBody = Type.Object({ reason: text(200), mode: text(10) }, strict)
const view = { permission: 'loyalty.view' } as const
const sell = { permission: 'payment.make' } as const
const cancel = { permission: 'payment.cancel' } as const

/** 128 random bits, of which a code is drawn. */
const random = (): bigint => BigInt(`0x${randomBytes(16).toString('hex')}`)

/** Gift vouchers: sold for their face value, looked up by their code, printed, made void. */
export const giftVouchersRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(listRoutes, deps)
  await app.register(sellingRoutes, deps)
  await app.register(paperRoutes, deps)
  await app.register(showingRoutes, deps)
}

const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(url, { schema: { querystring: listQuery }, config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { q, state: asked, after } = request.query
    const code = normaliseGiftCode(q)
    const state = giftStates.find((one) => one === asked) ?? ('' as const)
    const [id] = readCursor(after, 1) ?? []
    const filter = { today: todayIn(clock(), business.zone), state, code, after: isId(id) ? id : undefined }
    const [rows, owed] = await inBusiness(db, businessId, (tx) =>
      together([listGifts(tx, businessId, filter), owedForGifts(tx, businessId)]),
    )
    const [first] = rows
    if (code !== '' && first) return goTo(reply, `${url}/${first.id}`)
    const key = giftCodeProblem(code) ? 'giftVouchers.refusal.code' : 'giftVouchers.refusal.unknown'
    const problem: Said | undefined = code === '' ? undefined : { key, values: { code: giftCodeText(code) } }
    if (problem) reply.code(422)
    const of = {
      q,
      state,
      owed,
      problem,
      canSell: can(business.role, 'payment.make'),
      isLater: filter.after !== undefined,
    }
    return reply.page('gift-vouchers/list', giftsView({ t: reply.t, locale: request.locale }, pageOf(rows), of))
  })
}

const sellingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(`${url}/new`, { schema: { querystring: newQuery }, config: sell }, async (request, reply) => {
    const values = { count: '1', mode: 'cash', party: request.query.party ?? '' }
    return reply.page('gift-vouchers/new', await selling(request, reply, newId(), { values, errors: {} }))
  })

  app.post(url, { schema: { body: saleBody }, config: sell }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id, ...values } = request.body
    const again = async (errors: FieldErrors, code = 422) =>
      reply.code(code).page('gift-vouchers/new', await selling(request, reply, id, { values, errors }))
    const parsed = parseSale(values, { id, today: todayIn(clock(), business.zone) })
    if (!parsed.ok) return again(parsed.errors)
    const { branchId } = business
    const make = () =>
      inBusiness(db, businessId, async (tx) => {
        if (parsed.value.partyId) await findParty(tx, businessId, parsed.value.partyId)
        return sellGiftVouchers(tx, businessId, parsed.value, actorOf(request, clock), { branchId, random })
      })
    try {
      // Of two presses at one instant the second meets the first one's id, and answers with what it made.
      const sold = await make().catch((error) => (isUniqueViolation(error) ? make() : Promise.reject(error)))
      request.session.flash = { key: 'giftVouchers.sold', values: { number: sold.number } }
      return goTo(reply, `${url}/sales/${sold.id}`)
    } catch (error) {
      if (error instanceof CashRefused) await logRefusedCash(db, businessId, error, actorOf(request, clock))
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return again({ mode: { key: error.key, values: error.values } }, error.status)
    }
  })

  async function selling(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    typed: { values: Record<string, string>; errors: FieldErrors },
  ) {
    const { businessId } = acting(request)
    const party = typed.values['party'] ?? ''
    const found = party ? await inBusiness(db, businessId, (tx) => findParty(tx, businessId, party)) : undefined
    return sellingView(reply.t, typed, { id, party, buyer: found?.name ?? reply.t('giftVouchers.buyer.none') })
  }
}

const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(`${url}/sales/:saleId`, { schema: { params: saleParams }, config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const today = todayIn(clock(), business.zone)
    const sale = await inBusiness(db, businessId, (tx) => findGiftSale(tx, businessId, request.params.saleId, today))
    const reader = { t: reply.t, locale: request.locale }
    return reply.page(
      'gift-vouchers/sale',
      giftSaleView(reader, sale, { canSeeBooks: can(business.role, 'books.view') }),
    )
  })

  app.get(`${url}/:id`, { schema: { params }, config: view }, (request, reply) =>
    show(request, reply, request.params.id, { values: { mode: 'cash' }, errors: {} }),
  )

  app.post(`${url}/:id/void`, { schema: { params, body: voidBody }, config: cancel }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const values = request.body
    const reason = values.reason.trim()
    const mode = tenderModes.find((one) => one === values.mode)
    const errors: FieldErrors = {
      ...(reason === '' && { reason: { key: 'sales.refusal.cancelReason' } as const }),
      ...(!mode && { mode: { key: 'fields.choose' } as const }),
    }
    if (reason === '' || !mode) return show(request, reply.code(422), id, { values, errors })
    const { code, warnings } = await inBusiness(db, businessId, (tx) =>
      voidGiftVoucher(tx, businessId, { id, reason, mode }, actorOf(request, clock)),
    )
    request.session.flash = {
      key: warnings.length > 0 ? 'giftVouchers.voidedCash' : 'giftVouchers.voided',
      values: { code },
    }
    return goTo(reply, `${url}/${id}`)
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    typed: { values: Record<string, string>; errors: FieldErrors },
  ) {
    const { businessId, business } = acting(request)
    const found = await inBusiness(db, businessId, (tx) =>
      findGift(tx, businessId, id, todayIn(clock(), business.zone)),
    )
    const canVoid = can(business.role, 'payment.cancel')
    return reply.page('gift-vouchers/show', giftView({ t: reply.t, locale: request.locale }, found, { typed, canVoid }))
  }
}
