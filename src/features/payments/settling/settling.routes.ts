import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { paise, rupees, sum } from '../../../core/money.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { shownOf } from '../payments.bills.ts'
import { readShares, type Typed, withProposal } from '../payments.form.ts'
import { propose } from '../payments.rules.ts'
import { findSettleable, type Source, useMoney } from './settling.commands.ts'
import { useView } from './settling.views.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const body = Type.Object(
  { available: Type.String({ pattern: '^[0-9]{1,18}$' }) },
  {
    additionalProperties: false,
    maxProperties: 150,
    patternProperties: { [`^(bills|was)\\.${uuid}$`]: { type: 'string', maxLength: 40 } },
  },
)
const config = { permission: 'payment.make' } as const

/** Money that waits, used later: of a receipt or payment, or of any open item (a cancelled bill's money, an old credit). */
const places: readonly { path: string; sourceOf: (id: string) => Source }[] = [
  { path: '/payments/:id/allocation', sourceOf: (documentId) => ({ documentId }) },
  { path: '/payments/items/:id/allocation', sourceOf: (itemId) => ({ itemId }) },
]

export const settlingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    source: Source,
    { typed, errors }: { typed: Typed | undefined; errors: FieldErrors },
  ) => {
    const { businessId, business } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findSettleable(tx, businessId, source))
    const rows = shownOf(found.targets, undefined)
    const ids = rows.map(({ id }) => id)
    const filled = typed ?? withProposal({}, ids, propose(rows, found.available), found.available)
    const isShown = (name: string) => ids.some((id) => name === `bills.${id}`)
    const placed = Object.fromEntries(
      Object.entries(errors).map(([name, said]) => [isShown(name) ? name : 'bills', said]),
    )
    const today = todayIn(clock(), business.zone)
    const options = { typed: filled, errors: placed, action: request.url.split('?')[0] ?? '', today }
    return reply.page('payments/allocation', useView({ t: reply.t, locale: request.locale }, found, options))
  }

  for (const { path, sourceOf } of places) {
    app.get(path, { schema: { params }, config }, (request, reply) =>
      show(request, reply, sourceOf(request.params.id), { typed: undefined, errors: {} }),
    )

    app.post(path, { schema: { params, body }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const typed: Typed = request.body
      const source = sourceOf(request.params.id)
      const again = (errors: FieldErrors, status = 422) => show(request, reply.code(status), source, { typed, errors })
      const wrong: Record<string, Said> = {}
      const shares = readShares(typed, wrong)
      if (shares.length === 0 && Object.keys(wrong).length === 0)
        wrong['bills'] = { key: 'payments.refusal.nothingChosen' }
      if (Object.keys(wrong).length > 0) return again(wrong)
      const asked = { source, shares, available: paise(BigInt(request.body.available)) }
      try {
        await inBusiness(db, businessId, (tx) => useMoney(tx, businessId, asked, actorOf(request, clock)))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return again({ bills: { key: error.key, values: error.values } }, error.status)
      }
      const amount = rupees(sum(shares.map((share) => share.amount)))
      request.session.flash = { key: 'payments.used', values: { amount } }
      return goTo(reply, 'documentId' in source ? `/payments/${source.documentId}` : await khataOf(request, source))
    })
  }

  const khataOf = async (request: FastifyRequest, source: Source): Promise<string> => {
    const { businessId } = acting(request)
    const { partyId } = await inBusiness(db, businessId, (tx) => findSettleable(tx, businessId, source))
    return `/parties/${partyId}`
  }
}
