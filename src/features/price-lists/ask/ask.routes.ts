import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, parseDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { parseMin } from '../lists/lists.form.ts'
import { findThings, listLike } from '../lists/things.queries.ts'
import { offersFor } from '../offers.queries.ts'
import { seePrices, strict, text } from '../price-lists.schema.ts'
import { priceTabs } from '../price-lists.tabs.ts'
import { type AskedParty, findAsked, findAskedItem } from './ask.queries.ts'
import { type Answer, askView } from './ask.views.ts'

const url = '/price-lists/ask'
const query = Type.Object({ item: text(200), party: text(120), quantity: text(30), date: text(30) }, strict)

/** What an item costs for whom, and how that price comes about. */
export const askRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(url, { schema: { querystring: query }, config: seePrices }, (request, reply) => show(request, reply))

  async function show(request: FastifyRequest<{ Querystring: Static<typeof query> }>, reply: FastifyReply) {
    const { businessId, business } = acting(request)
    const today = todayIn(clock(), business.zone)
    const { role } = business
    const asked = { ...request.query, mayFindParty: can(role, 'party.view') }
    const { answer, errors, names } = await inBusiness(db, businessId, (tx) => answerOf(tx, businessId, asked, today))
    const values = { ...request.query, ...names }
    const reader = { t: reply.t, locale: request.locale, today }
    if (Object.keys(errors).length > 0) reply.code(422)
    const tabs = priceTabs(reply.t, role, url)
    return reply.page(
      'price-lists/ask',
      askView(reader, { values, errors }, { answer, tabs, hasParty: asked.mayFindParty }),
    )
  }
}

interface Outcome {
  answer: Answer | undefined
  errors: Record<string, Said>
  /** What stands in the fields for what came as an id. */
  names: { item?: string; party?: string }
}

async function answerOf(
  tx: Tx,
  businessId: string,
  asked: Static<typeof query> & { mayFindParty: boolean },
  today: IsoDate,
): Promise<Outcome> {
  const errors: Record<string, Said> = {}
  if (asked.item.trim() === '') return { answer: undefined, errors, names: {} }
  const quantity = parseMin(asked.quantity)
  if (quantity === undefined) errors['quantity'] = { key: 'fields.quantity.positive' }
  const onDate = asked.date.trim() === '' ? today : parseDate(asked.date, today)
  if (onDate === undefined) errors['date'] = { key: 'fields.date' }
  const item = await itemOf(tx, businessId, asked.item.trim(), errors)
  const party = asked.mayFindParty ? await partyOf(tx, businessId, asked.party.trim(), errors) : undefined
  const names = { ...(item && { item: item.name }), ...(party && { party: party.name }) }
  if (!item || quantity === undefined || onDate === undefined || Object.keys(errors).length > 0)
    return { answer: undefined, errors, names }
  const lists = await offersFor(tx, businessId, { itemIds: [item.id], partyId: party?.id, onDate })
  return { answer: { item, party, quantity, onDate, lists: lists.get(item.id) }, errors, names }
}

async function itemOf(tx: Tx, businessId: string, words: string, errors: Record<string, Said>) {
  const thing = (await findThings(tx, businessId, [words])).get(0)
  if (thing?.isArticle) errors['item'] = { key: 'prices.error.jewellery' }
  if (thing?.isArticle) return undefined
  if (thing?.itemId) return findAskedItem(tx, businessId, thing.itemId)
  const like = isId(words) ? [] : await listLike(tx, businessId, words)
  const [first, second] = like
  if (first && !second) return findAskedItem(tx, businessId, first.id)
  errors['item'] = first
    ? { key: 'prices.error.several', values: { names: like.map(({ name }) => name).join(', ') } }
    : { key: 'prices.error.noItem' }
  return undefined
}

async function partyOf(
  tx: Tx,
  businessId: string,
  words: string,
  errors: Record<string, Said>,
): Promise<AskedParty | undefined> {
  if (words === '') return undefined
  const [first, second] = await findAsked(tx, businessId, words)
  if (!first) errors['party'] = { key: 'prices.error.noParty' }
  else if (second) errors['party'] = { key: 'prices.error.twoParties' }
  return first
}
