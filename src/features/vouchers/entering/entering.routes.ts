import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { rupees } from '../../../core/money.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { attachFile, readAttachment } from '../attachments/attachments.commands.ts'
import { findTemplate } from '../templates/templates.commands.ts'
import { VoucherRefused } from '../vouchers.request.ts'
import { type EntryDone, enterVoucher } from './entering.commands.ts'
import { errorsOf, kindOf, parseEntry } from './entering.form.ts'
import { type Looking, look } from './entering.look.ts'
import { lookingOf, showEntry } from './entering.page.ts'
import { entryBody, multipartOptions, newQuery, sentIn } from './entering.schema.ts'
import { freshForm, type Typed, withRow } from './entering.typed.ts'

const config = { permission: 'books.post' } as const
const withFile = { ...config, multipartOptions }

/** What a form says is wrong before any rule is asked. */
class Unreadable extends Error {
  readonly errors: FieldErrors

  constructor(errors: FieldErrors) {
    super('a form of an entry')
    this.errors = errors
  }
}

export const enteringRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.get('/vouchers/new', { schema: { querystring: newQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { kind, template } = request.query
    const { today } = lookingOf(request, reply, deps)
    if (!template) return showEntry(deps, request, reply, { typed: freshForm(kindOf(kind), today) })
    const { form, body } = await inBusiness(db, businessId, (tx) => findTemplate(tx, businessId, template))
    return showEntry(deps, request, reply, { typed: { ...freshForm(form, today), ...body } })
  })

  app.post('/vouchers/form', { schema: { body: entryBody }, config: withFile }, async (request, reply) => {
    const { typed } = sentIn(request.body)
    return showEntry(deps, request, reply, { typed: typed['do'] === 'add' ? withRow(typed) : typed })
  })

  app.post('/vouchers', { schema: { body: entryBody }, config: withFile }, async (request, reply) => {
    const { businessId } = acting(request)
    const { typed, file } = sentIn(request.body)
    const looking = lookingOf(request, reply, deps)
    const actor = actorOf(request, clock)
    try {
      const done = await inBusiness(db, businessId, async (tx) => {
        const entry = await read(tx, businessId, { typed, file }, looking)
        const entered = await enterVoucher(tx, businessId, entry, actor, looking)
        if (file.length > 0) await attachFile(tx, businessId, { voucherId: entered.id, bytes: file }, actor)
        return entered
      })
      request.session.flash = flashOf(done)
      return goTo(reply, `/vouchers/${done.id}`)
    } catch (error) {
      const [wrong, status] = wrongIn(error)
      // A browser sends a file once, and keeps nothing of it in the form.
      const errors = { ...(file.length > 0 && { attachment: { key: 'vouchers.attachment.again' } as const }), ...wrong }
      return showEntry(deps, request, reply.code(status), { typed, errors })
    }
  })
}

/** Throws Unreadable with everything that is wrong in the form itself, the file too. */
async function read(tx: Tx, businessId: string, { typed, file }: { typed: Typed; file: Buffer }, looking: Looking) {
  const { filled, place } = await look(tx, businessId, { typed }, looking)
  const parsed = parseEntry(filled.typed, looking.today, place)
  const errors = { ...(!parsed.ok && parsed.errors), ...filled.errors, ...wrongFile(file) }
  if (!parsed.ok || Object.keys(errors).length > 0) throw new Unreadable(errors)
  return parsed.value
}

function wrongFile(file: Buffer): FieldErrors {
  if (file.length === 0) return {}
  try {
    readAttachment(file)
    return {}
  } catch (error) {
    if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
    return { attachment: { key: error.key } }
  }
}

function wrongIn(error: unknown): [FieldErrors, number] {
  if (error instanceof Unreadable) return [error.errors, 422]
  if (error instanceof VoucherRefused) return [errorsOf(error.reasons), error.status]
  throw error
}

function flashOf({ number, total, warnings: [warning] }: EntryDone): Said {
  const values = { number, amount: rupees(total), limit: warning?.values?.['limit'] ?? '' }
  return { key: warning ? 'vouchers.savedWarned' : 'vouchers.saved', values }
}
