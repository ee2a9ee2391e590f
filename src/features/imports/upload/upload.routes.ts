import { createHash } from 'node:crypto'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { fieldVault } from '../../../db/fields.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { booksBeginOn } from '../../books/index.ts'
import { keepFile } from '../imports.commands.ts'
import { fieldsOf, isImportKind } from '../imports.fields.ts'
import { findKeptMapping, findRunIfAny } from '../imports.queries.ts'
import { config, formId, strict } from '../imports.schema.ts'
import { guessMapping, soundMapping } from '../mapping/guess.rules.ts'
import { mostBytes } from '../read/read-bytes.ts'
import { readFile } from '../read/read-file.ts'
import { nameOf, rememberName } from './file-name.ts'
import { tableOf } from './table.rules.ts'
import { uploadView } from './upload.views.ts'

const query = Type.Object({ kind: Type.Optional(Type.String({ maxLength: 12 })) }, strict)
// The file is looked at byte by byte (read/read-bytes.ts), and the form may hold none.
const body = Type.Object(
  { id: formId, kind: Type.String({ maxLength: 12 }), file: Type.Optional(Type.Unknown()) },
  strict,
)
// One byte more than is taken: so much of a larger file is read, and then refused with a word at its field.
const multipartOptions = { limits: { fileSize: mostBytes + 1 }, throwFileSizeLimit: false }

export const uploadRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config: settings }) => {
  const vault = fieldVault(settings.secret)

  app.get('/imports/new', { schema: { querystring: query }, config }, (request, reply) =>
    show(reply, { values: { id: newId(), kind: request.query.kind ?? 'parties' }, errors: {} }),
  )

  app.post(
    '/imports',
    {
      schema: { body },
      bodyLimit: mostBytes + 64 * 1024,
      config: { ...config, multipartOptions },
      onRequest: rememberName,
    },
    async (request, reply) => {
      const { id, kind, file } = request.body
      const again = (errors: FieldErrors) => show(reply.code(422), { values: { id, kind }, errors })
      if (!isImportKind(kind)) return again({ kind: { key: 'fields.choose' } })
      try {
        const bytes = Buffer.isBuffer(file) ? file : Buffer.alloc(0)
        await keep(request, { id, kind, bytes })
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return again({ file: { key: error.key, values: error.values } })
      }
      return goTo(reply, `/imports/${id}/columns`)
    },
  )

  async function keep(
    request: FastifyRequest,
    { id, kind, bytes }: { id: string; kind: keyof typeof fieldsOf; bytes: Buffer },
  ): Promise<void> {
    const { businessId } = acting(request)
    const fields = fieldsOf[kind]
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const before = await inBusiness(db, businessId, (tx) => findRunIfAny(tx, businessId, id))
    if (before?.sha256 === sha256 && before.kind === kind) return
    const table = tableOf(fields, await readFile(bytes))
    const { headings, rows, fingerprint } = table
    await inBusiness(db, businessId, async (tx) => {
      const kept = await findKeptMapping(tx, businessId, { kind, fingerprint })
      const mapping = kept ? soundMapping(fields, headings.length, kept) : guessMapping(fields, headings)
      const onDate = await booksBeginOn(tx, businessId)
      const made = {
        id,
        kind,
        sha256,
        fileName: nameOf(request),
        headings,
        fingerprint,
        mapping,
        onDate,
        branchId: null,
        rows,
      }
      await keepFile(tx, businessId, made, actorOf(request, clock), vault)
    })
  }

  const show = (reply: FastifyReply, typed: { values: { id: string; kind: string }; errors: FieldErrors }) =>
    reply.page('imports/new', uploadView(reply.t, typed))
}
