import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, parseDate, todayIn } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { type Mg, mg, parseGrams } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findParty, listPicks, picksView } from '../../parties/index.ts'
import { type IncomingLine, noteIncoming, settleLine } from './incoming.commands.ts'
import { type FoundIncoming, incomingView, type LineFound, newIncomingView, rowCount } from './incoming.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const id = Type.String({ format: 'uuid' })
const query = Type.Object(
  { party: Type.Optional(text(40)), party_id: Type.Optional(text(40)) },
  { additionalProperties: false },
)
const body = Type.Object(
  {
    ...{ id: Type.String({ pattern: uuid }), party_id: Type.String({ maxLength: 40 }), number: text(50) },
    ...{ due_on: text(30), note: text(500) },
  },
  {
    additionalProperties: false,
    patternProperties: { '^lines\\.\\d\\.(words|pieces|gross|net)$': Type.String({ maxLength: 200 }) },
  },
)
const settleBody = Type.Object({ outcome: Type.Enum(['returned', 'bought']) }, { additionalProperties: false })
const make = { permission: 'order.make' } as const

/** What suppliers leave on approval: noted, then returned or bought line by line. */
export const incomingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(notingRoutes, deps)
  await app.register(settlingRoutes, deps)
}

const notingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Readonly<Record<string, string>>,
    errors: FieldErrors = {},
  ) => {
    const { businessId } = acting(request)
    const party = await inBusiness(db, businessId, (tx) => findParty(tx, businessId, typed['party_id'] ?? ''))
    return reply.page('challans/in-new', newIncomingView(reply.t, { party, typed, errors }))
  }

  app.get('/challans/in/new', { schema: { querystring: query }, config: make }, async (request, reply) => {
    const { businessId } = acting(request)
    const { party_id, party = party_id } = request.query
    if (party) return show(request, reply, { id: newId(), party_id: party, due_on: '+15' })
    const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, ''))
    const to = '/challans/in/new'
    const newHref = `/parties/new?to=${encodeURIComponent(to)}`
    return reply.page('parties/picks', {
      q: '',
      to,
      newHref,
      backHref: '/challans?list=in',
      picks: picksView(reply.t, rows, 'party'),
    })
  })

  app.post('/challans/in', { schema: { body }, config: make }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed = request.body
    const today = todayIn(clock(), business.zone)
    const errors: Record<string, Said> = {}
    const dueOn = parseDate(typed.due_on, today)
    if (dueOn === undefined) errors['due_on'] = { key: 'fields.date' }
    const lines = readLines(typed, errors)
    if (dueOn === undefined || Object.keys(errors).length > 0) return show(request, reply.code(422), typed, errors)
    const asked = {
      id: typed.id,
      partyId: typed.party_id,
      number: typed.number.trim(),
      dueOn,
      lines,
      note: typed.note.trim(),
    }
    await inBusiness(db, businessId, async (tx) => {
      await findParty(tx, businessId, typed.party_id)
      await noteIncoming(tx, businessId, asked, actorOf(request, clock), today)
    })
    request.session.flash = { key: 'challans.in.noted' }
    return goTo(reply, `/challans/in/${typed.id}`)
  })
}

const settlingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/challans/in/:id',
    { schema: { params: Type.Object({ id }) }, config: { permission: 'order.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const found = await inBusiness(db, businessId, (tx) => findIncoming(tx, businessId, request.params.id))
      const may = {
        settle: can(business.role, 'order.make'),
        tag: can(business.role, 'piece.edit'),
        receive: can(business.role, 'purchase.receive'),
        bill: can(business.role, 'purchase.bill'),
      }
      return reply.page('challans/in-show', incomingView({ t: reply.t, locale: request.locale }, found, may))
    },
  )

  app.post(
    '/challans/in/:id/lines/:line',
    {
      schema: { params: Type.Object({ id, line: Type.String({ pattern: '^\\d{1,3}$' }) }), body: settleBody },
      config: make,
    },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const onDate: IsoDate = todayIn(clock(), business.zone)
      const asked = { id: request.params.id, line: Number(request.params.line), outcome: request.body.outcome, onDate }
      await inBusiness(db, businessId, (tx) => settleLine(tx, businessId, asked, actorOf(request, clock)))
      return goTo(reply, `/challans/in/${asked.id}`)
    },
  )
}

function readLines(typed: Readonly<Record<string, string>>, errors: Record<string, Said>): IncomingLine[] {
  const of = (row: number, field: string) => (typed[`lines.${row}.${field}`] ?? '').trim()
  const weight = (row: number, field: string): Mg => {
    if (of(row, field) === '') return mg(0n)
    const read = parseGrams(of(row, field))
    if (read === undefined) errors[`lines.${row}.${field}`] = { key: 'counter.weight.wrong' }
    return read ?? mg(0n)
  }
  const rows = Array.from({ length: rowCount }, (_, row) => row).filter((row) =>
    ['words', 'gross', 'net'].some((field) => of(row, field) !== ''),
  )
  if (rows.length === 0) errors['lines.0.words'] = { key: 'orders.refusal.noLines' }
  return rows.map((row) => {
    const [gross, typedNet] = [weight(row, 'gross'), weight(row, 'net')]
    const net = of(row, 'net') === '' ? gross : typedNet
    if (of(row, 'words') === '') errors[`lines.${row}.words`] = { key: 'orders.refusal.noWords' }
    if (net > gross) errors[`lines.${row}.net`] = { key: 'sales.refusal.netOverGross' }
    const pieces = /^[1-9]\d{0,3}$/.test(of(row, 'pieces')) ? Number(of(row, 'pieces')) : 1
    return { words: of(row, 'words'), pieces, gross, net }
  })
}

async function findIncoming(tx: Tx, businessId: string, approvalId: string): Promise<FoundIncoming> {
  const [[head], lines] = await together([
    named<FoundIncoming['head']>(tx, approvalById, [businessId, approvalId]),
    named<LineFound>(tx, linesOf, [businessId, approvalId]),
  ])
  if (!head) throw new NotFound(`no goods on approval ${approvalId}`)
  return { head, lines }
}

const approvalById = {
  name: 'approval_in.find',
  text: `
    select a.id, a.number, a.on_date as "onDate", a.due_on as "dueOn", a.note, a.by_name as "byName", p.id as "partyId", p.name as "partyName"
    from approval_in a join party p on p.business_id = a.business_id and p.id = a.party_id
    where a.business_id = $1 and a.id = $2`,
}

const linesOf = {
  name: 'approval_in.lines.find',
  text: `
    select line, description as words, pieces, gross_mg as gross, net_mg as net, outcome, outcome_on as "outcomeOn",
      bill_id is not null as "isBilled"
    from approval_in_line where business_id = $1 and approval_id = $2 order by line`,
}
