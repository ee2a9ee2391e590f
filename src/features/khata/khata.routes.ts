import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { todayIn } from '../../core/dates.ts'
import { can } from '../../core/permissions.ts'
import { fieldVault } from '../../db/fields.ts'
import { isId } from '../../db/ids.ts'
import { readCursor } from '../../db/paging.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { acting } from '../../web/permissions.ts'
import { partyStatement, type StatementCursor } from '../books/index.ts'
import { findAddresses, findPan, findParty } from '../parties/index.ts'
import { findDuesLink } from '../portal/index.ts'
import { detailsPage, notesPage } from './details.views.ts'
import type { Khata, Reader } from './khata.head.ts'
import { type Period, parsePeriod } from './khata.period.ts'
import { findFigures, listOpenBills, supplierBillsAmong } from './khata.queries.ts'
import { khataPage, type MetalKhata } from './khata.views.ts'
import { openBillsPage } from './open-bills.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const strict = { additionalProperties: false }
const periodQuery = Type.Object({ from: text(40), to: text(40), page: text(300) }, strict)
const pageQuery = Type.Object({ after: text(300) }, strict)

export const khataRoutes: FastifyPluginAsyncTypebox<Deps> = async (
  app,
  { db, clock, config: { secret, publicUrl } },
) => {
  const vault = fieldVault(secret)
  const links = () => ({ secret, publicUrl, at: clock() })
  const config = { permission: 'khata.view' } as const

  app.get('/parties/:id', { schema: { params, querystring: periodQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const reader = readerOf(request, reply, clock)
    const { from = '', to = '', page } = request.query
    const parsed = parsePeriod({ from, to }, reader.today)
    const period = parsed.ok ? parsed.value : anyTime(reader)
    const beside = cursorOf(page)
    const { khata, statement, bills, metals } = await inBusiness(
      db,
      businessId,
      async (tx) => {
        const { id } = request.params
        const asked = { from: period.from, to: period.to, page: beside }
        const [khata, statement] = await together([
          readKhata(tx, businessId, id, reader, links),
          isId(id) ? partyStatement(tx, businessId, id, asked) : undefined,
        ])
        if (!statement) throw new Error('a party that was found has an id')
        const metals = beside === undefined ? await readMetals(tx, businessId, khata, period) : []
        const rows = [statement, ...metals.map((of) => of.statement)].flatMap((of) => of.rows)
        const papers = rows.flatMap(({ kind, documentId }) => (kind === 'purchase' ? [documentId] : []))
        return { khata, statement, metals, bills: await supplierBillsAmong(tx, businessId, papers) }
      },
      { keepsPlans: true },
    )
    const typed = { values: { from, to }, errors: parsed.ok ? {} : parsed.errors }
    const view = khataPage(reader, khata, statement, { period, typed, isNewest: beside === undefined, bills, metals })
    return reply.code(parsed.ok ? 200 : 422).page('khata/show', view)
  })

  app.get('/parties/:id/open-bills', { schema: { params, querystring: pageQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const reader = readerOf(request, reply, clock)
    const after = readCursor(request.query.after, 2)
    const { khata, bills } = await inBusiness(db, businessId, async (tx) => {
      const khata = await readKhata(tx, businessId, request.params.id, reader, links)
      return { khata, bills: await listOpenBills(tx, businessId, khata.party.id, after) }
    })
    return reply.page('khata/open-bills', openBillsPage(reader, khata, anyTime(reader), bills))
  })

  app.get('/parties/:id/details', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const reader = readerOf(request, reply, clock)
    const { khata, parts } = await inBusiness(db, businessId, async (tx) => {
      const khata = await readKhata(tx, businessId, request.params.id, reader, links)
      const { id } = khata.party
      const [addresses, pan] = await Promise.all([
        findAddresses(tx, businessId, id),
        findPan(tx, businessId, id, vault),
      ])
      return { khata, parts: { ...addresses, pan } }
    })
    const mayEdit = can(reader.role, 'party.edit')
    return reply.page('khata/details', detailsPage(reader, khata, anyTime(reader), { ...parts, mayEdit }))
  })

  app.get('/parties/:id/notes', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const reader = readerOf(request, reply, clock)
    const khata = await inBusiness(db, businessId, (tx) => readKhata(tx, businessId, request.params.id, reader, links))
    return reply.page('khata/notes', notesPage(reader, khata, anyTime(reader), can(reader.role, 'party.edit')))
  })
}

function readerOf(request: FastifyRequest, reply: FastifyReply, clock: () => Date): Reader {
  const { business } = acting(request)
  const { role, locale: paperLocale, zone } = business
  return { t: reply.t, locale: request.locale, role, paperLocale, today: todayIn(clock(), zone) }
}

/** Throws NotFound. All are asked for at once: the figures of nobody are nothing. */
async function readKhata(
  tx: Tx,
  businessId: string,
  id: string,
  { today, role }: Reader,
  links: () => Parameters<typeof findDuesLink>[3],
): Promise<Khata> {
  const [party, figures, duesUrl] = await together([
    findParty(tx, businessId, id),
    isId(id) ? findFigures(tx, businessId, id, today) : undefined,
    isId(id) && can(role, 'khata.share') ? findDuesLink(tx, businessId, id, links()) : undefined,
  ])
  if (!figures) throw new Error('a party that was found has an id')
  return { party, figures, duesUrl }
}

/** What a supplier is owed in grams, the newest entries; a metal that nothing was bought of is left out. */
async function readMetals(
  tx: Tx,
  businessId: string,
  { party, figures }: Khata,
  period: Period,
): Promise<MetalKhata[]> {
  if (!party.isSupplier && figures.gold === 0n && figures.silver === 0n) return []
  const { from, to } = period
  const found = await together(
    metals.map(async ({ metal, commodity }) => ({
      metal,
      statement: await partyStatement(tx, businessId, party.id, { from, to, commodity, limit: 20 }),
    })),
  )
  return found.filter(({ statement }) => statement.opening !== 0n || statement.rows.length > 0)
}

const metals = [
  { metal: 'gold', commodity: 'XAU' },
  { metal: 'silver', commodity: 'XAG' },
] as const

function anyTime({ today }: Reader): Period {
  const parsed = parsePeriod({ from: '', to: '' }, today)
  if (!parsed.ok) throw new Error('no dates are no mistake')
  return parsed.value
}

/** An address may hold anything: what is no place in a statement shows the newest page. */
function cursorOf(text: string | undefined): StatementCursor | undefined {
  const [onDate, voucherId, line] = readCursor(text, 3) ?? []
  if (onDate === undefined || voucherId === undefined || line === undefined) return undefined
  return /^\d{4}-\d\d-\d\d$/.test(onDate) && isId(voucherId) && /^\d{1,4}$/.test(line)
    ? [onDate, voucherId, line]
    : undefined
}
