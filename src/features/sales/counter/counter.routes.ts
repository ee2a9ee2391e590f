import type { FastifyPluginAsyncTypebox, Static } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { fieldVault } from '../../../db/fields.ts'
import { isId, newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import { findBeside } from './beside.ts'
import { changeRoutes } from './change.routes.ts'
import { noJewels, nothing } from './counter.changes.ts'
import { blankBill, readScan } from './counter.form.ts'
import { type Desk, lookAt } from './counter.look.ts'
import { findItems, findJewellery, findNoteItem, isIssued } from './counter.queries.ts'
import { withFields } from './counter.rules.ts'
import { saysWhileMade } from './counter.says.ts'
import { itemsQuery, newQuery } from './counter.schema.ts'
import type { TypedBill } from './counter.types.ts'
import { deskOf, showCounter } from './desk.ts'
import { countHeld, findDraftIfAny, findWaiting } from './drafts.queries.ts'
import { draftsRoutes } from './drafts.routes.ts'
import { issueRoutes } from './issue.routes.ts'
import { findRepeated } from './repeat.queries.ts'
import { billAgain } from './repeat.rules.ts'
import { foundView } from './screen.views.ts'

const config = { permission: 'sale.make' } as const

export const counterRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock, config: settings } = deps
  await app.register(changeRoutes, deps)
  await app.register(draftsRoutes, deps)
  await app.register(issueRoutes, deps)

  app.get('/sales/new', { schema: { querystring: newQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const desk = deskOf(request, clock)
    const begun = await inBusiness(db, businessId, async (tx) => {
      const started = await findStart(tx, businessId, request.query, desk)
      if ('issued' in started) return started
      const [look, held] = await together([
        lookAt(tx, businessId, started, desk),
        countHeld(tx, businessId, { userId: desk.userId, except: started.id }),
      ])
      return { look, held }
    })
    if ('issued' in begun) return goTo(reply, `/sales/${begun.issued}`)
    const { look, held } = begun
    const says = saysWhileMade(look.bill, look)
    const beside = await findBeside(db, request, look, { t: reply.t, desk, vault: fieldVault(settings.secret) })
    const shown = { look, says, may: desk.may, found: nothing, search: noSearch, beside, isRefused: false }
    return showCounter(reply, shown, held)
  })

  app.get('/sales/new/items', { schema: { querystring: itemsQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { branchId = null, may, isJeweller } = deskOf(request, clock)
    const { words } = readScan(request.query.scan)
    const [{ byCode, byName }, jewels] = await inBusiness(db, businessId, (tx) =>
      together([
        findItems(tx, businessId, { words, branchId }),
        isJeweller ? findJewellery(tx, businessId, words, branchId) : noJewels,
      ]),
    )
    const items = byCode ? [byCode] : byName
    return reply.fragment('sales/counter/_found', foundView(reply.t, { ...nothing, ...jewels, items }, may))
  })
}

const noSearch = { q: '', picks: undefined }

/** A new bill, one that was begun before, or the number under which it was issued since. */
async function findStart(
  tx: Tx,
  businessId: string,
  { party, draft, repeat, note }: Static<typeof newQuery>,
  { userId, at }: Desk,
): Promise<{ id: string; bill: TypedBill } | { issued: string }> {
  if (party && !isId(party)) throw new NotFound(`no party ${party}`)
  if (draft) {
    const bill = await findDraftIfAny(tx, businessId, { id: draft, userId })
    if (bill) return { id: draft, bill }
    if (await isIssued(tx, businessId, draft)) return { issued: draft }
    throw new NotFound(`no draft ${draft}`)
  }
  if (repeat) {
    const again = await findRepeated(tx, businessId, { repeat, userId })
    return { id: newId(), bill: again ? billAgain(again) : blankBill }
  }
  const waiting = party ? await findWaiting(tx, businessId, { userId, at }) : undefined
  const { id, body: bill } = waiting ?? { id: newId(), body: blankBill }
  if (!party) return { id, bill }
  const exchange = note ? await findNoteItem(tx, businessId, { noteId: note, partyId: party }) : ''
  return { id, bill: withFields(bill, { party, exchange }) }
}
