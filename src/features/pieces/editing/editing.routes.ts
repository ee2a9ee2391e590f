import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listTaken } from '../making/making.queries.ts'
import { parsePiece, type Typed, withStone } from '../pieces.form.ts'
import { pieceBody, pieceParams, strict, text } from '../pieces.schema.ts'
import { findPiece, type ShownPiece } from '../showing/showing.queries.ts'
import { changePiece } from './editing.commands.ts'
import { editPieceView, type OwnFigures, typedOf } from './editing.views.ts'

const body = Type.Object(
  { version: text(9), reason: text(200), ...pieceBody.fields },
  { ...strict, patternProperties: pieceBody.stones },
)
const config = { permission: 'piece.edit' } as const

export const editingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const find = (businessId: string, id: string) => inBusiness(db, businessId, (tx) => findPiece(tx, businessId, id))

  app.get('/pieces/:pieceId/edit', { schema: { params: pieceParams }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { pieceId } = request.params
    const { piece, own } = await inBusiness(db, businessId, async (tx) => {
      const piece = await findPiece(tx, businessId, pieceId)
      const [own] = await named<OwnFigures>(tx, ownFigures, [businessId, pieceId])
      return { piece, own: own ?? { hasMaking: false, hasWastage: false } }
    })
    return show(reply, piece, typedOf(piece, own))
  })

  app.post('/pieces/:pieceId/form', { schema: { params: pieceParams, body }, config }, async (request, reply) => {
    const piece = await find(acting(request).businessId, request.params.pieceId)
    const typed = given(request.body)
    return show(reply, piece, typed['do'] === 'add' ? withStone(typed) : typed)
  })

  app.post('/pieces/:pieceId', { schema: { params: pieceParams, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const piece = await find(businessId, request.params.pieceId)
    const typed = given(request.body)
    const parsed = parsePiece(typed, { saleMode: piece.facts.saleMode, hasCost: false })
    if (!parsed.ok) return show(reply.code(422), piece, typed, parsed.errors)
    const { id } = piece.facts
    const reason = (typed['reason'] ?? '').trim()
    const change = {
      id,
      version: Number(typed['version']),
      facts: parsed.value,
      reason,
      onDate: todayIn(clock(), business.zone),
    }
    try {
      await inBusiness(db, businessId, async (tx) => {
        const [other] = await listTaken(tx, businessId, { tags: [], huids: [parsed.value.huid], except: id })
        if (other) throw new Refusal('pieces.problem.huidTaken', { tag: other.tag })
        await changePiece(tx, businessId, change, actorOf(request, clock))
      })
    } catch (error) {
      return show(reply.code(422), piece, typed, errorsOf(error))
    }
    request.session.flash = { key: 'pieces.saved', values: { tag: piece.facts.tag } }
    return goTo(reply, `/pieces/${id}`)
  })
}

const show = (reply: FastifyReply, { facts }: ShownPiece, typed: Typed, errors: FieldErrors = {}) =>
  reply.page('pieces/edit', editPieceView(reply.t, facts, { typed, errors }))

function errorsOf(error: unknown): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  const said = { key: error.key, values: error.values }
  if (error.key === 'pieces.problem.huidTaken' || error.key === 'pieces.refusal.codeTaken') return { huid: said }
  return error.key === 'pieces.refusal.reason' ? { reason: said } : { gross: said }
}

const given = (sent: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

const ownFigures = {
  name: 'piece.edit.own',
  text: `
    select making_kind is not null as "hasMaking", wastage_kind is not null as "hasWastage"
    from piece where business_id = $1 and id = $2`,
}
