import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { fieldVault } from '../../../db/fields.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { createAccount, editAccount } from './chart.commands.ts'
import { type AccountFields, fieldOf, parseAccount, type WrittenAccount } from './chart.form.ts'
import { accountIn, findBankIfAny, listAccounts } from './chart.queries.ts'
import { accountFormView, type FormOf, fieldsOf } from './chart.views.ts'

const strict = { additionalProperties: false }
const params = Type.Object({ id: Type.String({ maxLength: 40 }) }, strict)
const none = Type.Object({}, strict)
const newQuery = Type.Object({ under: Type.Optional(Type.String({ maxLength: 40 })) }, strict)
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
// Longer than the form allows, so that a text that is too long comes back with its field's message.
const written = {
  _csrf: Type.Optional(Type.String({ maxLength: 200 })),
  name: text(500),
  parent: text(40),
  bank_name: text(500),
  bank_branch: text(500),
  bank_ifsc: text(50),
  bank_number: text(60),
  bank_holder: text(500),
  bank_opened_on: text(50),
}
const body = Type.Object(written, strict)
const newBody = Type.Object({ ...written, id: Type.String({ format: 'uuid' }), kind: text(10), code: text(30) }, strict)
const edit = { permission: 'account.edit' } as const

export const editingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config }) => {
  const vault = fieldVault(config.secret)

  app.get('/books/accounts/new', { schema: { querystring: newQuery }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listAccounts(tx, businessId))
    const values = { kind: 'account', parent: request.query.under ?? '' }
    return showForm(reply, { values, errors: {} }, { rows, account: undefined, newId: newId(), last4: '' })
  })

  app.post('/books/accounts', { schema: { body: newBody }, config: edit }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const { id } = request.body
    const saved = await save(request.body, todayIn(clock(), business.zone), (account) =>
      inBusiness(db, businessId, (tx) =>
        createAccount(tx, businessId, { ...account, id }, actorOf(request, clock), vault),
      ),
    )
    if (saved.ok) {
      request.session.flash = { key: 'accounts.saved', values: { name: saved.name } }
      return goTo(reply, `/books/accounts/${id}`)
    }
    const rows = await inBusiness(db, businessId, (tx) => listAccounts(tx, businessId))
    const typed = { values: request.body, errors: saved.errors }
    return showForm(reply.code(saved.status), typed, { rows, account: undefined, newId: id, last4: '' })
  })

  app.get(
    '/books/accounts/:id/edit',
    { schema: { params, querystring: none }, config: edit },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { bank, ...found } = await inBusiness(db, businessId, (tx) => find(tx, businessId, request.params.id))
      const typed = { values: fieldsOf(found.account, bank), errors: {} }
      return showForm(reply, typed, { ...found, newId: '', last4: bank?.last4 ?? '' })
    },
  )

  app.post('/books/accounts/:id', { schema: { params, body }, config: edit }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const { bank, ...found } = await inBusiness(db, businessId, (tx) => find(tx, businessId, request.params.id))
    const { id, parentId } = found.account
    // The form of a group at the top asks for no group: it stays there.
    const values = parentId === null ? { ...request.body, parent: id } : request.body
    const saved = await save(values, todayIn(clock(), business.zone), (account) => {
      const asked = { ...account, id, parentId: parentId === null ? null : account.parentId }
      return inBusiness(db, businessId, (tx) => editAccount(tx, businessId, asked, actorOf(request, clock), vault))
    })
    if (saved.ok) {
      request.session.flash = { key: 'accounts.saved', values: { name: saved.name } }
      return goTo(reply, `/books/accounts/${id}`)
    }
    const typed = { values: request.body, errors: saved.errors }
    return showForm(reply.code(saved.status), typed, { ...found, newId: '', last4: bank?.last4 ?? '' })
  })
}

async function find(tx: Tx, businessId: string, id: string) {
  const rows = await listAccounts(tx, businessId)
  const account = accountIn(rows, id)
  return { rows, account, bank: await findBankIfAny(tx, businessId, id) }
}

type Saved = { ok: true; name: string } | { ok: false; status: number; errors: FieldErrors }

/** Parses, then writes; what a rule says of a field becomes a message there, with all that was typed kept. */
async function save(
  values: Static<typeof body> & AccountFields,
  today: string,
  write: (account: WrittenAccount) => Promise<void>,
): Promise<Saved> {
  const parsed = parseAccount(values, today)
  if (!parsed.ok) return { ok: false, status: 422, errors: parsed.errors }
  try {
    await write(parsed.value)
    return { ok: true, name: parsed.value.name }
  } catch (error) {
    if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
    const field = fieldOf(error.key)
    if (field === undefined) throw error
    return { ok: false, status: error.status, errors: { [field]: { key: error.key, values: error.values } } }
  }
}

const showForm = (
  reply: FastifyReply,
  typed: { values: AccountFields; errors: FieldErrors },
  form: FormOf,
): Promise<string> => reply.page('books/account-form', accountFormView({ t: reply.t }, typed, form))
