import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findParty, listPicks, picksView } from '../../parties/index.ts'
import { type FoundPiece, findLotByCode, findPieceByCode } from '../../pieces/index.ts'
import { sendOnApproval } from './making.commands.ts'
import { addLot, noLot, readLots, writeLots } from './making.form.ts'
import { freeLots } from './making.queries.ts'
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
    ...{ due_on: text(30), note: text(500), remove: text(60), do: text(8) },
    ...{ lots: text(8000), lot: text(40), weight: text(20), gross: text(20), count: text(10), rate: text(20) },
  },
  { additionalProperties: false },
)
const config = { permission: 'order.make' } as const
const mostPieces = 100

type Typed = Readonly<Record<string, string>>

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, wrong: FieldErrors = {}) => {
    const { businessId, business } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => goodsOf(tx, businessId, business.branchId ?? null, typed))
    const lots = readLots(typed['lots'] ?? '')
    return reply.page('challans/new', newChallanView(reply.t, { ...found, lots, typed, errors: wrong }))
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
    const { businessId, business } = acting(request)
    const typed = request.body
    if (typed.remove === '' && typed.do !== 'lot') {
      const { next, wrong } = await inBusiness(db, businessId, (tx) => scanned(tx, businessId, typed))
      return show(request, wrong ? reply.code(422) : reply, next, wrong ? { scan: wrong } : {})
    }
    const lots = readLots(typed.lots).filter(({ id }) => id !== typed.remove)
    const tags = tagsOf(typed.tags).filter((tag) => tag !== typed.remove)
    const next = { ...typed, remove: '', scan: '', tags: tags.join(' '), lots: writeLots(lots) }
    if (typed.remove !== '') return show(request, reply, next)
    const choices = await inBusiness(db, businessId, (tx) => freeLots(tx, businessId, business.branchId ?? null))
    const added = addLot(typed, lots, choices)
    if ('wrong' in added) return show(request, reply.code(422), next, added.wrong)
    return show(request, reply, { ...next, ...noLot, lots: writeLots(added.lots) })
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
    const lots = readLots(typed.lots)
    if (tags.length + lots.length === 0) errors['scan'] = { key: 'challans.refusal.noPieces' }
    if (dueOn === undefined || Object.keys(errors).length > 0) return show(request, reply.code(422), typed, errors)
    const asked = { id: typed.id, partyId: typed.party_id, dueOn, tags, lots, note: typed.note.trim() }
    try {
      const { number } = await inBusiness(db, businessId, (tx) =>
        sendOnApproval(tx, businessId, asked, actorOf(request, clock), { branchId: business.branchId, today }),
      )
      request.session.flash = { key: 'challans.sent', values: { number } }
      return goTo(reply, `/challans/${typed.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const said: Said = { key: error.key, values: error.values }
      return show(request, reply.code(error.status), typed, { [ofLots.test(error.key) ? 'weight' : 'scan']: said })
    }
  })
}

async function goodsOf(tx: Tx, businessId: string, branchId: string | null, typed: Typed) {
  const pieces = []
  for (const tag of tagsOf(typed['tags'] ?? '')) pieces.push(await findPieceByCode(tx, businessId, tag))
  const party = await findParty(tx, businessId, typed['party_id'] ?? '')
  return { party, choices: await freeLots(tx, businessId, branchId), pieces: pieces.flatMap((piece) => piece ?? []) }
}

/** A tag adds its piece. A lot's barcode chooses the lot: how much of it goes is asked for next. */
async function scanned(
  tx: Tx,
  businessId: string,
  typed: Typed & { scan: string; tags: string },
): Promise<{ next: Typed; wrong?: Said | undefined }> {
  const [kept, wanted] = [tagsOf(typed.tags), typed.scan.trim()]
  const next = { ...typed, tags: kept.join(' ') }
  if (wanted === '') return { next }
  const [piece, lot] = await together([findPieceByCode(tx, businessId, wanted), findLotByCode(tx, businessId, wanted)])
  if (!piece && lot) return { next: { ...next, scan: '', lot: lot.id } }
  const wrong = whyNot(piece, wanted)
  if (wrong || !piece) return { next, wrong }
  const more = kept.length < mostPieces ? [...kept, piece.tag] : kept
  return { next: { ...next, scan: '', tags: [...new Set(more)].join(' ') } }
}

function whyNot(piece: FoundPiece | undefined, tag: string): Said | undefined {
  if (!piece) return { key: 'orders.refusal.noPiece', values: { tag } }
  if (piece.state === 'in-stock') return undefined
  return { key: 'orders.refusal.pieceTaken', values: { tag: piece.tag, number: piece.documentNumber ?? '' } }
}

/** What is said about a weight, and not about a tag. */
const ofLots = /lot|packet|carat|weight|gross/i

const tagsOf = (text: string): string[] =>
  [...new Set(text.split(/\s+/).filter((tag) => tag !== ''))].slice(0, mostPieces)
