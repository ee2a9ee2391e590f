import type { FastifyPluginAsyncTypebox, Static } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { fieldVault } from '../../../db/fields.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo, isSwap, replaceUrl } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { listPicks, picksView } from '../../parties/index.ts'
import { findBeside } from './beside.ts'
import { applyPress, type Change, nothing } from './counter.changes.ts'
import { readBill } from './counter.form.ts'
import { lookAt } from './counter.look.ts'
import { saysWhileMade } from './counter.says.ts'
import { billBody, draftParams } from './counter.schema.ts'
import { addressOf, deskOf, showCounter } from './desk.ts'
import { removeDraft, saveDraft } from './drafts.commands.ts'
import { countHeld } from './drafts.queries.ts'
import { isWrong } from './screen.views.ts'

const schema = { params: draftParams, body: billBody }
type ChangeRequest = FastifyRequest<{ Params: Static<typeof draftParams>; Body: Static<typeof billBody> }>

/** Every change of the bill, from a digit to a scan: one form, one address, and the draft is kept each time. */
export const changeRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.post('/sales/drafts/:id', { schema, config: { permission: 'sale.make' } }, async (request, reply) => {
    if (request.body.do === 'new-party') return toNewParty(request, reply, deps)
    const { id } = request.params
    const { businessId } = acting(request)
    const desk = deskOf(request, deps.clock)
    const { change, look, held, people } = await inBusiness(deps.db, businessId, (tx) => make(tx, request, deps), {
      keepsPlans: true,
    })
    if (look.isIssued) return goTo(reply, `/sales/${id}`)
    const picks = people && picksView(reply.t, people, 'party_id')
    const search = { q: change.isSearch ? request.body.q : '', picks }
    const says = saysWhileMade(look.bill, look)
    const beside = await findBeside(deps.db, request, look, { t: reply.t, desk, vault: fieldVault(deps.config.secret) })
    const shown = { look, says, may: desk.may, found: change.found, search, beside, isRefused: false }
    if (isWrong(shown)) reply.code(422)
    else if (!isSwap(request) && isSettled(change)) return goTo(reply, addressOf(id))
    return showCounter(replaceUrl(reply, addressOf(id)), shown, held)
  })
}

/** A form that was sent once more after its bill was issued leaves no draft behind. */
async function make(tx: Tx, request: ChangeRequest, { clock }: Deps) {
  const { id } = request.params
  const { businessId } = acting(request)
  const desk = deskOf(request, clock)
  const actor = actorOf(request, clock)
  const change = await applyPress(tx, businessId, { id, bill: readBill(request.body), pressed: request.body }, desk)
  const [look, , held, people] = await together([
    lookAt(tx, businessId, { id, bill: change.bill }, desk),
    saveDraft(tx, businessId, { id, bill: change.bill }, actor),
    isSwap(request) ? 0 : countHeld(tx, businessId, { userId: desk.userId, except: id }),
    change.isSearch ? listPicks(tx, businessId, request.body.q.trim()) : undefined,
  ])
  if (look.isIssued) await removeDraft(tx, businessId, id, actor)
  return { change, look, held, people }
}

/** Nothing is left open that only this answer could show. */
const isSettled = ({ found, isSearch }: Change): boolean => found === nothing && !isSearch

/** Keeps the bill, and leads to the form of a new party, which leads back to this bill. */
async function toNewParty(request: ChangeRequest, reply: FastifyReply, { db, clock }: Deps): Promise<FastifyReply> {
  const { businessId } = acting(request)
  const draft = { id: request.params.id, bill: readBill(request.body), awaitsParty: true }
  await inBusiness(db, businessId, (tx) => saveDraft(tx, businessId, draft, actorOf(request, clock)))
  const name = request.body.q.trim()
  return goTo(reply, `/parties/new?${new URLSearchParams({ to: '/sales/new', ...(name && { name }) })}`)
}
