import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { rupees } from '../../../core/money.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { TitleView } from '../../../web/components.views.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { type FoundBill, findBillsToReturn } from './finding.queries.ts'

export interface FindingView {
  head: TitleView
  q: string
  /** Nothing was found of what was typed. */
  isNone: boolean
  rows: readonly { id: string; href: string; number: string; date: string; party: string; total: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'returns/find': FindingView
  }
}

// The code on a paper may hold more than its number.
const querystring = Type.Object({ q: Type.String({ maxLength: 500, default: '' }) }, { additionalProperties: false })
const config = { permission: 'sale.make' } as const

/** One bill found is the bill meant. */
export const findingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get('/returns/new', { schema: { querystring }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { q } = request.query
    const found = await inBusiness(db, businessId, (tx) => findBillsToReturn(tx, businessId, numberIn(q)))
    const [only, ...others] = found
    if (only && others.length === 0) return goTo(reply, hrefOf(only))
    return reply.page('returns/find', findingView({ t: reply.t, locale: request.locale }, q, found))
  })
}

/** A scan of the payment code of a bill has the number as `tr` (the reference); of anything else it is the text itself. */
function numberIn(q: string): string {
  const reference = /[?&]tr=([^&]+)/.exec(q)?.[1]
  return reference === undefined ? q : reference.replaceAll('%2F', '/').replaceAll('-', '/')
}

const hrefOf = ({ id, tag }: FoundBill): string =>
  `/sales/${id}/returns/new${tag === '' ? '' : `?${new URLSearchParams({ tag })}`}`

function findingView(
  { t, locale }: { t: Translate; locale: Locale },
  q: string,
  found: readonly FoundBill[],
): FindingView {
  return {
    head: { title: t('returns.new'), note: '', back: { href: '/returns', text: t('returns.title') }, badge: undefined },
    q,
    isNone: q.trim() !== '' && found.length === 0,
    rows: found.map((bill) => ({
      id: bill.id,
      href: hrefOf(bill),
      number: bill.number,
      date: showDate(locale, bill.onDate),
      party: bill.partyName || t('sales.walkIn'),
      total: rupees(bill.total),
    })),
  }
}
