import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../app.ts'
import type { Actor } from '../../core/actor.ts'
import { todayIn } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { fieldVault, type Vault } from '../../db/fields.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { findGroupOf, listOpenGroups, setPartyGroup } from '../price-lists/index.ts'
import { archiveRoutes } from './archive/archive.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { createParty, editParty } from './parties.commands.ts'
import { parseParty, type WrittenParty } from './parties.form.ts'
import {
  findAddresses,
  findOpening,
  findOwnState,
  findPan,
  findParty,
  listNamesakes,
  type Namesake,
} from './parties.queries.ts'
import { blankFields, type FormOf, fieldsOf, partyFormView } from './parties.views.ts'
import { picksRoutes } from './picks/picks.routes.ts'
import { returnTo } from './return-to.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
// Longer than the form allows, so that a text that is too long comes back with its field's message.
const written = {
  name: text(500),
  is_customer: text(5),
  is_supplier: text(5),
  is_karigar: text(5),
  phone: text(100),
  email: text(500),
  gstin: text(100),
  pan: text(100),
  state: text(5),
  billing_address: text(2000),
  billing_city: text(500),
  billing_pin: text(50),
  billing_state: text(5),
  delivery_address: text(2000),
  delivery_city: text(500),
  delivery_pin: text(50),
  delivery_state: text(5),
  terms_days: text(50),
  credit_limit: text(100),
  preferred_payment: text(20),
  group: text(40),
  locale: text(5),
  notes: text(8000),
  opening_amount: text(100),
  opening_side: text(5),
  opening_on: text(50),
  confirmed: text(5),
}
const strict = { additionalProperties: false }
const newBody = Type.Object({ ...written, id: Type.String({ format: 'uuid' }), to: text(40) }, strict)
const body = Type.Object(written, strict)
const newQuery = Type.Object({ name: text(500), to: text(40) }, strict)
type Body = Static<typeof body>

export const partiesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const vault = fieldVault(deps.config.secret)
  const config = { permission: 'party.edit' } as const
  await app.register(archiveRoutes, deps)
  await app.register(listRoutes, deps)
  await app.register(picksRoutes, deps)

  app.get('/parties/new', { schema: { querystring: newQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { name = '', to } = request.query
    const [state, groups] = await inBusiness(db, businessId, (tx) =>
      together([findOwnState(tx, businessId), listOpenGroups(tx, businessId)]),
    )
    const typed = { values: blankFields(state, name), errors: {} }
    return showForm(reply, typed, { party: undefined, newId: newId(), to: returnTo(to) ?? '', groups })
  })

  app.post('/parties', { schema: { body: newBody }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.body
    const to = returnTo(request.body.to) ?? ''
    const made = await save(request.body, todayIn(clock(), business.zone), (party, isConfirmed) =>
      inBusiness(db, businessId, (tx) =>
        write(tx, businessId, { id, party, isConfirmed }, { by: createParty, actor: actorOf(request, clock), vault }),
      ),
    )
    if (!made.ok) {
      const groups = await inBusiness(db, businessId, (tx) => listOpenGroups(tx, businessId))
      return showForm(reply.code(422), made, { party: undefined, newId: id, to, twins: made.twins, groups })
    }
    request.session.flash = { key: 'parties.saved', values: { name: made.party.profile.name } }
    return goTo(reply, to ? `${to}?party=${id}` : `/parties/${id}`)
  })

  app.get('/parties/:id/edit', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => readParty(tx, businessId, request.params.id, vault))
    return showForm(reply, { values: found.values, errors: {} }, found)
  })

  app.post('/parties/:id', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const found = await inBusiness(db, businessId, (tx) => readParty(tx, businessId, id, vault))
    const made = await save(request.body, todayIn(clock(), business.zone), (party, isConfirmed) =>
      inBusiness(db, businessId, (tx) =>
        write(tx, businessId, { id, party, isConfirmed }, { by: editParty, actor: actorOf(request, clock), vault }),
      ),
    )
    if (!made.ok) return showForm(reply.code(422), made, { ...found, twins: made.twins })
    request.session.flash = { key: 'parties.saved', values: { name: made.party.profile.name } }
    return goTo(reply, `/parties/${id}`)
  })
}

type Saved =
  | { ok: true; party: WrittenParty }
  | { ok: false; values: Body; errors: FieldErrors; twins: readonly Namesake[] }

/** Parses, then writes; whatever stands in the way becomes a message at its field, with all that was typed kept. */
async function save(
  values: Body,
  today: string,
  write: (party: WrittenParty, isConfirmed: boolean) => Promise<readonly Namesake[]>,
): Promise<Saved> {
  const parsed = parseParty(values, today)
  if (!parsed.ok) return { ok: false, values, errors: parsed.errors, twins: [] }
  try {
    const twins = await write(parsed.value, values.confirmed === 'yes')
    if (twins.length === 0) return { ok: true, party: parsed.value }
    return { ok: false, values, errors: { confirmed: { key: 'parties.duplicate' } }, twins }
  } catch (error) {
    if (!(error instanceof Refusal) || error.key !== 'errors.locked') throw error
    return { ok: false, values, errors: { opening_on: { key: 'errors.locked' } }, twins: [] }
  }
}

interface Write {
  by: typeof createParty
  actor: Actor
  vault: Vault
}

/** The party with its group, or who looks like it: then nothing is written. */
async function write(
  tx: Tx,
  businessId: string,
  { id, party, isConfirmed }: { id: string; party: WrittenParty; isConfirmed: boolean },
  { by, actor, vault }: Write,
): Promise<readonly Namesake[]> {
  const twins = await twinsOf(tx, businessId, id, party, isConfirmed)
  if (twins.length > 0) return twins
  await by(tx, businessId, { ...party.profile, id, opening: party.opening }, actor, vault)
  await setPartyGroup(tx, businessId, { partyId: id, groupId: party.groupId }, actor)
  return []
}

/** Who has this phone or GSTIN already, unless the person said that this one is another. */
async function twinsOf(
  tx: Tx,
  businessId: string,
  id: string,
  { profile: { phone, gstin } }: WrittenParty,
  isConfirmed: boolean,
): Promise<readonly Namesake[]> {
  return isConfirmed ? [] : listNamesakes(tx, businessId, { id, phone, gstin })
}

async function readParty(tx: Tx, businessId: string, id: string, vault: Vault) {
  const party = await findParty(tx, businessId, id)
  const [addresses, pan, opening, group, groups] = await Promise.all([
    findAddresses(tx, businessId, id),
    findPan(tx, businessId, id, vault),
    findOpening(tx, businessId, id),
    findGroupOf(tx, businessId, id),
    listOpenGroups(tx, businessId, id),
  ])
  return { party, opening, groups, values: { ...fieldsOf({ ...party, ...addresses, pan }), group: group?.id ?? '' } }
}

function showForm(
  reply: FastifyReply,
  typed: { values: Body; errors: FieldErrors },
  form: Pick<FormOf, 'party'> & Partial<FormOf>,
): Promise<string> {
  const reader = { t: reply.t, locale: reply.request.locale }
  const view = partyFormView(reader, typed, { newId: '', to: '', opening: undefined, twins: [], groups: [], ...form })
  return reply.page('parties/form', view)
}
