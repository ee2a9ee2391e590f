import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findParty, listPicks, picksView } from '../../parties/index.ts'
import { type FoundPiece, findPieceByCode } from '../../pieces/index.ts'
import { sendOnApproval } from './making.commands.ts'
import { newChallanView } from './making.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const query = Type.Object(
  { party: Type.Optional(text(40)), party_id: Type.Optional(text(40)) },
  { additionalProperties: false },
)
const body = Type.Object(
  {
    ...{
      id: Type.String({ pattern: uuid }),
      party_id: Type.String({ maxLength: 40 }),
      tags: text(6000),
      scan: text(60),
    },
    ...{ due_on: text(30), note: text(500), remove: text(60) },
  },
  { additionalProperties: false },
)
const config = { permission: 'order.make' } as const
const mostPieces = 100

type Typed = Readonly<Record<string, string>>

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, wrong: FieldErrors = {}) => {
    const { businessId } = acting(request)
    const tags = tagsOf(typed['tags'] ?? '')
    const [party, pieces] = await inBusiness(db, businessId, async (tx) => {
      const found = []
      for (const tag of tags) found.push(await findPieceByCode(tx, businessId, tag))
      return [await findParty(tx, businessId, typed['party_id'] ?? ''), found.flatMap((piece) => piece ?? [])]
    })
    return reply.page('challans/new', newChallanView(reply.t, { party, pieces, typed, errors: wrong }))
  }

  app.get('/challans/new', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { party_id, party = party_id } = request.query
    if (party) return show(request, reply, { id: newId(), party_id: party, due_on: '+15' })
    const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, ''))
    const to = '/challans/new'
    const newHref = `/parties/new?to=${encodeURIComponent(to)}`
    return reply.page('parties/picks', {
      q: '',
      to,
      newHref,
      backHref: '/challans',
      picks: picksView(reply.t, rows, 'party'),
    })
  })

  app.post('/challans/pieces', { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { scan, remove, tags, ...typed } = request.body
    const kept = tagsOf(tags).filter((tag) => tag !== remove)
    const wanted = remove === '' ? scan.trim() : ''
    const piece =
      wanted === '' ? undefined : await inBusiness(db, businessId, (tx) => findPieceByCode(tx, businessId, wanted))
    const wrong = wanted === '' ? undefined : whyNot(piece, wanted)
    const more = piece && !wrong && kept.length < mostPieces ? [...kept, piece.tag] : kept
    const next = { ...typed, tags: [...new Set(more)].join(' '), scan: wrong ? scan : '' }
    return show(request, wrong ? reply.code(422) : reply, next, wrong ? { scan: wrong } : {})
  })

  app.post('/challans', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed = request.body
    const today = todayIn(clock(), business.zone)
    const dueOn = parseDate(typed.due_on, today)
    const tags = tagsOf(typed.tags)
    const errors: Record<string, Said> = {}
    if (dueOn === undefined) errors['due_on'] = { key: 'fields.date' }
    else if (dueOn < today) errors['due_on'] = { key: 'orders.refusal.duePast' }
    if (tags.length === 0) errors['scan'] = { key: 'challans.refusal.noPieces' }
    if (dueOn === undefined || Object.keys(errors).length > 0) return show(request, reply.code(422), typed, errors)
    const asked = { id: typed.id, partyId: typed.party_id, dueOn, tags, note: typed.note.trim() }
    try {
      const { number } = await inBusiness(db, businessId, (tx) =>
        sendOnApproval(tx, businessId, asked, actorOf(request, clock), { branchId: business.branchId, today }),
      )
      request.session.flash = { key: 'challans.sent', values: { number } }
      return goTo(reply, `/challans/${typed.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const said: Said = { key: error.key, values: error.values }
      return show(request, reply.code(error.status), typed, { scan: said })
    }
  })
}

function whyNot(piece: FoundPiece | undefined, tag: string): Said | undefined {
  if (!piece) return { key: 'orders.refusal.noPiece', values: { tag } }
  if (piece.state === 'in-stock') return undefined
  return { key: 'orders.refusal.pieceTaken', values: { tag: piece.tag, number: piece.documentNumber ?? '' } }
}

const tagsOf = (text: string): string[] =>
  [...new Set(text.split(/\s+/).filter((tag) => tag !== ''))].slice(0, mostPieces)
