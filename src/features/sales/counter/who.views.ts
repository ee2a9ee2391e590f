import { absolute, add, sum, wholeRupees } from '../../../core/money.ts'
import { showPhone } from '../../../core/phone.ts'
import { states } from '../../../core/states.ts'
import type { Choice } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { type PicksView, stateSaid } from '../../parties/index.ts'
import type { Look } from './counter.look.ts'
import type { CounterRights } from './counter.types.ts'
import type { MoreView, Pen, WhoView } from './counter.views.ts'
import { pointsSaid } from './owed.views.ts'

export interface Search {
  q: string
  picks: PicksView | undefined
}

export function whoView(
  pen: Pen,
  look: Look,
  may: CounterRights,
  { search, pan }: { search: Search; pan: string },
): WhoView {
  const { t, wrong } = pen
  const { party, bill, settled } = look
  const { fields } = bill
  const limit = party?.creditLimit ?? null
  return {
    orders: ordersView(t, look),
    party: fields.party,
    from: fields.from,
    name: party?.name ?? (fields.name.trim() || t('sales.walkIn')),
    phone: party ? party.phone && showPhone(party.phone) : fields.phone,
    owes: party ? duesSaid(t, party.balance) : '',
    points: party ? pointsSaid(t, look) : '',
    limit: party && limit !== null ? t('counter.ofLimit', { amount: wholeRupees(limit) }) : '',
    isOver: party !== undefined && limit !== null && add(party.balance, settled.credit) > limit,
    pan: pan === '' ? '' : t('kyc.onFile', { pan }),
    isOpen: search.picks !== undefined || ['name', 'phone', 'address', 'state', 'q'].some((name) => wrong[name]),
    q: search.q,
    picks: search.picks,
    mayNewParty: may.newParty,
    paper: party ? undefined : paperView(pen),
  }
}

/** Those that are on the bill already are not offered. */
function ordersView(t: Translate, { orders, bill }: Pick<Look, 'orders' | 'bill'>): WhoView['orders'] {
  if (orders.length === 0) return undefined
  const amount = wholeRupees(sum(orders.map(({ advance }) => advance)))
  const others = orders.filter(({ id }) => id !== bill.fields.from)
  return {
    said: t('orders.open', { count: orders.length, amount }),
    rows: others.map(({ id, number }) => ({ href: `/orders/${id}/counter`, text: t('orders.intoThis', { number }) })),
  }
}

function duesSaid(t: Translate, balance: bigint & Parameters<typeof wholeRupees>[0]): string {
  if (balance === 0n) return t('counter.owesNothing')
  return t(balance > 0n ? 'counter.owes' : 'counter.inHand', { amount: wholeRupees(absolute(balance)) })
}

function paperView({ t, f }: Pen): WhoView['paper'] {
  return {
    name: f.text('name', 'counter.paper.name', { maxlength: 100, isOptional: true }),
    phone: f.phone('phone', 'shell.phone', { isOptional: true }),
    address: f.text('address', 'shell.address', { maxlength: 200, isOptional: true }),
    state: f.select('state', 'shell.state', [{ value: '', text: t('counter.state.own') }, ...stateChoices(t)], {
      isOptional: true,
    }),
  }
}

/** Date, place of supply and note: seldom changed, always to be seen. */
export function moreView(
  { t, f, wrong }: Pen,
  look: Look,
  { may, locale, sellers }: { may: CounterRights; locale: Locale; sellers: readonly Choice[] },
): MoreView {
  const { priced, request, bill } = look
  const place = t('counter.place', { state: stateText(t, priced.placeOfSupply) })
  const heads = priced.kind === 'invoice' ? [t(`counter.supply.${priced.supply}`)] : []
  const own = { value: '', text: t('counter.place.own') }
  return {
    said: [showDate(locale, request.onDate), place, ...heads, ...sellerSaid(sellers, bill.fields.seller)].join(' · '),
    isOpen: ['place', 'place_reason', 'date', 'note'].some((name) => wrong[name]) || bill.fields.place !== '',
    place: f.select('place', 'sales.placeOfSupply', [own, ...stateChoices(t)]),
    reason: f.text('place_reason', 'counter.place.reason', { maxlength: 200 }),
    date: may.date ? f.date('date', 'shell.date', { hint: 'counter.date.hint', maxlength: 20 }) : undefined,
    seller:
      sellers.length > 0
        ? f.select('seller', 'counter.seller', [{ value: '', text: t('counter.seller.none') }, ...sellers], {
            isOptional: true,
          })
        : undefined,
    note: f.area('note', 'counter.note', { rows: 2, maxlength: 500, isOptional: true }),
  }
}

const sellerSaid = (sellers: readonly Choice[], id: string): string[] =>
  sellers.flatMap(({ value, text }) => (id !== '' && value === id ? [text] : []))

const stateChoices = (t: Translate): Choice[] =>
  states.map(({ code }) => ({ value: code, text: `${code} ${stateSaid(t, code)}` }))

const stateText = (t: Translate, code: string): string => `${code} ${stateSaid(t, code)}`.trim()
