import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { saveArticle } from '../article/article.commands.ts'
import { articleValues, parseArticle, usualHsn } from '../article/article.form.ts'
import { type Article, type ArticleChoices, findArticle, listArticleChoices } from '../article/article.queries.ts'
import { changeItem, createItem } from '../items.commands.ts'
import { type ItemFacts, parseItem, parseOpening } from '../items.form.ts'
import { findItem, listBranches, listCategories, listGstClasses } from '../items.queries.ts'
import { errorsOf } from '../items.refusals.ts'
import { itemParams, strict, text, uuid } from '../items.schema.ts'
import { itemFormView, valuesOf } from './editing.views.ts'

const itemBody = Type.Object(
  {
    id: Type.Optional(uuid),
    kind: text(10),
    name: text(120),
    unit: text(4),
    hsn: text(12),
    gst_class: text(36),
    sale_price: text(30),
    price_with_tax: text(3),
    purchase_price: text(30),
    barcode: text(40),
    low_stock: text(30),
    notes: text(1000),
    opening_on: text(20),
    tracking: text(10),
    purity: text(36),
    category: text(60),
    shelf: text(40),
    tracks_batches: text(3),
    design: text(60),
    tag_prefix: text(6),
    weight_basis: text(10),
    sale_mode: text(10),
    own_rate: text(30),
    value_table: text(36),
  },
  { ...strict, patternProperties: { '^opening\\.[0-9a-f-]{36}\\.(quantity|value)$': Type.String({ maxLength: 30 }) } },
)
const config = { permission: 'item.edit' } as const
const blank = { kind: 'goods', unit: 'NOS', price_with_tax: 'yes', opening_on: 'today', tracking: '' }
/** Most of what a jeweller adds are his own articles. */
const blankArticle = { ...blank, unit: 'GMS', price_with_tax: 'no', tracking: 'piece', weight_basis: 'net' }

export const editingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const { show, choices, jewelleryClass } = forms(db, clock)

  app.get('/items/new', { config }, async (request, reply) => {
    const values = isJeweller(request) ? { ...blankArticle, gst_class: await jewelleryClass(request) } : blank
    return show(request, reply, { values: { ...values, id: newId() }, errors: {} })
  })

  app.post('/items', { schema: { body: itemBody }, config }, async (request, reply) => {
    const id = request.body.id ?? newId()
    const again = (errors: FieldErrors) => show(request, reply.code(422), { values: { ...request.body, id }, errors })
    const { classes, branches, today, articles } = await choices(request)
    const item = parseItem(request.body, classes)
    const article = parseArticle(request.body, articles)
    const opening = parseOpening(request.body, branches, today)
    if (!item.ok || !opening.ok || !article.ok)
      return again({ ...errorsIn(item), ...errorsIn(article), ...errorsIn(opening) })
    // Pieces and lots come in with their weights, by pages of their own.
    const lines = article.value ? [] : opening.value.lines
    const made = { ...withHsn(item.value, article.value, articles), id, opening: { ...opening.value, lines } }
    const { businessId } = acting(request)
    try {
      await inBusiness(db, businessId, async (tx) => {
        const actor = actorOf(request, clock)
        await createItem(tx, businessId, made, actor)
        await saveArticle(tx, businessId, { itemId: id, article: ofGoods(made, article.value) }, actor)
      })
    } catch (error) {
      return again(errorsOf(error, 'name'))
    }
    return saved(request, reply, id, made.name)
  })

  app.get('/items/:itemId/edit', { schema: { params: itemParams }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const [item, article] = await inBusiness(db, businessId, (tx) =>
      Promise.all([
        findItem(tx, businessId, request.params.itemId),
        findArticle(tx, businessId, request.params.itemId),
      ]),
    )
    const values = { tracking: '', ...valuesOf(item), ...articleValues(article) }
    return show(request, reply, { values, errors: {} }, item.id)
  })

  app.post('/items/:itemId', { schema: { params: itemParams, body: itemBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { itemId } = request.params
    const again = (errors: FieldErrors) => show(request, reply.code(422), { values: request.body, errors }, itemId)
    const { classes, articles } = await choices(request, itemId)
    const parsed = parseItem(request.body, classes)
    const article = parseArticle(request.body, articles)
    if (!parsed.ok || !article.ok) return again({ ...errorsIn(parsed), ...errorsIn(article) })
    try {
      await inBusiness(db, businessId, async (tx) => {
        const facts = await withHiddenCost(tx, request, itemId, parsed.value)
        const actor = actorOf(request, clock)
        await changeItem(tx, businessId, { id: itemId, ...withHsn(facts, article.value, articles) }, actor)
        if (isJeweller(request))
          await saveArticle(tx, businessId, { itemId, article: ofGoods(facts, article.value) }, actor)
      })
    } catch (error) {
      return again(errorsOf(error, 'name'))
    }
    return saved(request, reply, itemId, parsed.value.name)
  })
}

const isJeweller = (request: FastifyRequest): boolean => acting(request).business.kind === 'jeweller'
const noArticles: ArticleChoices = { purities: [], tables: [] }

const errorsIn = (parsed: { ok: true } | { ok: false; errors: FieldErrors }): FieldErrors =>
  parsed.ok ? {} : parsed.errors

/** A service has no weight. */
const ofGoods = ({ kind }: ItemFacts, article: Article | undefined): Article | undefined =>
  kind === 'goods' ? article : undefined

function withHsn(item: ItemFacts, article: Article | undefined, { purities }: ArticleChoices): ItemFacts {
  const metal = purities.find(({ id }) => id === article?.purityId)?.metal
  return item.hsn === '' && article && metal ? { ...item, hsn: usualHsn(metal, article.tracking) } : item
}

interface Shown {
  values: Static<typeof itemBody> | Record<string, string>
  errors: FieldErrors
}

function forms(db: Deps['db'], clock: Deps['clock']) {
  const listed = (request: FastifyRequest, today: string, itemId?: string) => {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) =>
      Promise.all([
        listGstClasses(tx, businessId, today),
        listBranches(tx, businessId),
        isJeweller(request) ? listArticleChoices(tx, businessId, itemId) : noArticles,
        listCategories(tx, businessId),
      ]),
    )
  }
  const todayOf = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)
  return {
    /** What a form may name: ids of GST classes and of open branches, and the day. */
    async choices(request: FastifyRequest, itemId?: string) {
      const today = todayOf(request)
      const [classes, branches, articles] = await listed(request, today, itemId)
      return { today, classes: classes.map(({ id }) => id), branches: branches.map(({ id }) => id), articles }
    },
    /** What jewellery is taxed as (DOMAIN: 3 %). */
    async jewelleryClass(request: FastifyRequest): Promise<string> {
      const [classes] = await listed(request, todayOf(request))
      return classes.find(({ kind, rate_bp }) => kind === 'taxable' && rate_bp === 300)?.id ?? ''
    },
    /** The form of a new item, or of the one that is named. */
    async show(request: FastifyRequest, reply: FastifyReply, { values, errors }: Shown, itemId?: string) {
      const [gstClasses, branches, choices, categories] = await listed(request, todayOf(request), itemId)
      const articles = isJeweller(request) ? choices : undefined
      const seesCost = can(acting(request).business.role, 'item.cost')
      const typed = { values: given(values), errors }
      return reply.page(
        'items/form',
        itemFormView(reply.t, { ...typed, gstClasses, branches, articles, categories, seesCost, itemId }),
      )
    },
  }
}

const given = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

function saved(request: FastifyRequest, reply: FastifyReply, id: string, name: string): FastifyReply {
  request.session.flash = { key: 'items.saved', values: { name } }
  return goTo(reply, `/items/${id}`)
}

/** Who does not see what an item costs cannot change it by saving the form. */
async function withHiddenCost(tx: Tx, request: FastifyRequest, id: string, facts: ItemFacts): Promise<ItemFacts> {
  const { business, businessId } = acting(request)
  if (can(business.role, 'item.cost')) return facts
  return { ...facts, purchasePrice: (await findItem(tx, businessId, id)).purchase_price_paise }
}
