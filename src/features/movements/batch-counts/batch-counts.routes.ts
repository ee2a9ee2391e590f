import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { isId, newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { adjustGoods } from '../adjusting/adjusting.commands.ts'
import { LineRefused } from '../goods/goods.taking.ts'
import { loadForm } from '../making/making.queries.ts'
import { type Typed, text, uuid } from '../movements.schema.ts'
import { countedName, parseCounted } from './batch-counts.form.ts'
import { batchCountView } from './batch-counts.views.ts'

const query = Type.Object({ item: text(40), branch: text(40) }, { additionalProperties: false })
const body = Type.Object(
  { id: uuid, item: text(40), branch: text(40), note: text(500) },
  {
    additionalProperties: false,
    patternProperties: { '^rows\\.\\d{1,2}\\.(batch|was|counted)$': Type.String({ maxLength: 40 }) },
  },
)
const config = { permission: 'stock.move' } as const
const url = '/stock/batch-count'

/** The batches of one item are counted one by one: what is missing or found of each becomes an adjustment of that batch. */
export const batchCountsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, errors: FieldErrors = {}) => {
    const { businessId, business } = acting(request)
    const { item: itemId = '', branch: asked = '' } = typed
    const branchId = asked || (business.branchId ?? '')
    const refs = [{ kind: 'item' as const, id: itemId }]
    const { goods, branches, ...form } = await inBusiness(db, businessId, (tx) =>
      loadForm(tx, businessId, { branchId, partyId: '', refs }),
    )
    const [item, branch] = [goods.items.get(itemId), branches.find(({ id }) => id === form.branchId)]
    if (!item?.isBatched || !branch) throw new NotFound('no item with batches')
    const reader = { t: reply.t, locale: request.locale }
    return reply.page('movements/batch-count', batchCountView(reader, { item, branch, goods, typed, errors }))
  }

  app.get(url, { schema: { querystring: query }, config }, (request, reply) =>
    isId(request.query.item) ? show(request, reply, { ...request.query, id: newId() }) : goTo(reply, '/batches'),
  )

  app.post(url, { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed: Typed = request.body
    const { id, item, branch, note } = request.body
    if (!isId(item) || !isId(branch)) throw new NotFound('no such item or branch')
    const { lines, rows, errors } = parseCounted(typed, item)
    if (Object.keys(errors).length > 0) return show(request, reply.code(422), typed, errors)
    if (lines.length === 0) {
      request.session.flash = { key: 'movements.batchCount.same' }
      return goTo(reply, '/batches')
    }
    try {
      const by = { onDate: todayIn(clock(), business.zone), isOwner: business.role === 'owner' }
      const asked = { id, branchId: branch, lines, note: note.trim(), givesCreditBack: false }
      const { isWaiting } = await inBusiness(db, businessId, (tx) =>
        adjustGoods(tx, businessId, asked, actorOf(request, clock), by),
      )
      request.session.flash = { key: isWaiting ? 'movements.adjustments.waits' : 'movements.adjustments.done' }
      return goTo(reply, `/stock/adjustments/${id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const row = error instanceof LineRefused ? rows[error.line] : undefined
      const said = { [countedName(row ?? 0)]: { key: error.key, values: error.values } }
      return show(request, reply.code(error.status), typed, said)
    }
  })
}
