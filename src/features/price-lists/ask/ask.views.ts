import type { IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { inOrder, type PriceOffer, priceOf } from '../../../core/price-list.ts'
import { type Milli, times } from '../../../core/quantity.ts'
import type { FieldView, KvRow, SummaryView, TabsView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { datesSaid, type Reader } from '../lists/lists.views.ts'
import { amountSaid, minSaid, priceSaid } from '../lists/showing.views.ts'
import { type ItemOffers, priceAt } from '../offers.rules.ts'
import type { AskedItem, AskedParty } from './ask.queries.ts'

export interface AskView {
  head: TitleView
  summary: SummaryView
  tabs: TabsView
  item: FieldView
  party: FieldView | undefined
  quantity: FieldView
  date: FieldView
  answer: AnswerView | undefined
}

interface AnswerView {
  title: string
  price: string
  said: string
  facts: readonly KvRow[]
  /** Every line that bears on it, the strongest first. */
  rows: readonly {
    list: string
    href: string
    about: string
    min: string
    price: string
    comes: string
    why: string
    counts: boolean
  }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'price-lists/ask': AskView
  }
}

export interface Answer {
  item: AskedItem
  party: AskedParty | undefined
  quantity: Milli
  onDate: IsoDate
  lists: ItemOffers | undefined
}

export function askView(
  reader: Reader,
  typed: Typed,
  { answer, tabs, hasParty }: { answer: Answer | undefined; tabs: TabsView; hasParty: boolean },
): AskView {
  const { t } = reader
  const f = formFields(t, typed)
  return {
    head: { title: t('prices.ask'), note: t('prices.ask.note'), back: undefined, badge: undefined },
    summary: f.summary(['item', 'party', 'quantity', 'date']),
    tabs,
    item: f.text('item', 'prices.ask.item', { hint: 'prices.ask.item.hint', maxlength: 120, isFirst: true }),
    party: hasParty
      ? f.text('party', 'prices.ask.party', { hint: 'prices.ask.party.hint', maxlength: 120, isOptional: true })
      : undefined,
    quantity: f.number('quantity', 'sales.quantity', { maxlength: 12, width: 'w-s' }),
    date: f.date('date', 'shell.date', { maxlength: 20 }),
    answer: answer && answerView(reader, answer),
  }
}

function answerView(reader: Reader, { item, party, quantity, lists }: Answer): AnswerView {
  const { t } = reader
  const { price, offer } = priceAt(item.own, lists, quantity)
  const offers = [...(lists?.offers ?? [])].sort(inOrder(item.own))
  return {
    title: t('prices.answer', { item: item.name, quantity: amountSaid(t, quantity, item.unit) }),
    price: `₹${rupees(price)}`,
    said: offer ? t('prices.answer.list', { list: offer.listName }) : t('prices.answer.own'),
    facts: [
      kv(t('prices.own'), `₹${rupees(item.own)}`),
      kv(t('prices.answer.tax'), t(item.includesTax ? 'prices.tax.inside' : 'prices.tax.added')),
      kv(t('prices.group'), party?.groupName ?? t('prices.noGroup')),
      { ...kv(t('prices.answer.all'), `₹${rupees(times(price, quantity))}`), kind: 'b' },
    ],
    rows: offers.map((one) => ({
      list: one.listName,
      href: `/price-lists/${one.listId}`,
      about: [
        t(one.isOfItem ? 'prices.of.item' : 'prices.of.category'),
        t(one.groupId ? 'prices.of.group' : 'prices.of.everyone'),
        datesSaid(reader, one),
      ].join(' · '),
      min: minSaid(t, one.min, item.unit),
      price: priceSaid(t, one.price),
      comes: rupees(priceOf(one.price, item.own)),
      why: why(t, one, offer, quantity),
      counts: one === offer,
    })),
  }
}

function why(t: Translate, one: PriceOffer, winner: PriceOffer | undefined, quantity: Milli): string {
  if (one === winner) return t('prices.why.counts')
  if (one.min > quantity) return t('prices.why.quantity')
  if (winner?.isOfItem && !one.isOfItem) return t('prices.why.category')
  if (winner?.groupId && !one.groupId) return t('prices.why.everyone')
  if (winner && one.min < winner.min) return t('prices.why.smaller')
  return t('prices.why.weaker')
}

const kv = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })
