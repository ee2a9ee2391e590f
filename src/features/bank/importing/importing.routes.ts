import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type BankStatement, mostBytes } from '../../../core/bank-statement.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Db } from '../../../db/database.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { findBankAccount } from '../bank.queries.ts'
import { hrefOf } from '../bank.views.ts'
import { findColumns, wholeColumns } from '../reading/csv-columns.rules.ts'
import type { CsvTable } from '../reading/csv-table.ts'
import { readCsv } from '../reading/read-csv.ts'
import { readFile } from '../reading/read-statement.ts'
import { hashOf, type ImportDone, importStatement } from './importing.commands.ts'
import { bytesOf, fileNameOf, listenForName, multipartOptions } from './importing.upload.ts'
import { importView } from './importing.views.ts'
import { findColumnsIfAny, keepUpload } from './uploads.commands.ts'

const params = Type.Object({ accountId: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const none = Type.Object({}, { additionalProperties: false })
const body = Type.Object(
  {
    _csrf: Type.Optional(Type.String({ maxLength: 200 })),
    id: Type.String({ format: 'uuid' }),
    anew: Type.Optional(Type.String({ maxLength: 3 })),
    // Looked at byte by byte.
    file: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
)
const reconcile = { permission: 'bank.reconcile' } as const

export const importingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.get(
    '/books/bank/:accountId/import',
    { schema: { params, querystring: none }, config: reconcile },
    (request, reply) => show(deps, request, reply, request.params.accountId),
  )

  app.post(
    '/books/bank/:accountId/import',
    {
      schema: { params, body },
      config: { ...reconcile, multipartOptions },
      bodyLimit: mostBytes + 64 * 1024,
      onRequest: listenForName,
      errorHandler: (error, request, reply) => {
        // Said on the form itself: what is too large has not been read.
        if (!(error instanceof Error) || !('statusCode' in error) || error.statusCode !== 413) throw error
        const [, accountId = ''] = /^\/books\/bank\/([0-9a-f-]+)/.exec(request.url) ?? []
        const said = { key: 'bank.refusal.tooLarge' } as const
        void show(deps, request, reply.code(413), accountId, { said }).then(
          (html) => reply.send(html),
          (failed) => reply.send(failed),
        )
      },
    },
    async (request, reply) => {
      const { accountId } = request.params
      const isAnew = request.body.anew === 'yes'
      try {
        const done = await take(deps, request, accountId, isAnew)
        if ('columns' in done) return goTo(reply, hrefOf(`/books/bank/${accountId}/columns`, { file: done.columns }))
        request.session.flash = importedFlash(done)
        return goTo(reply, `/books/bank/${accountId}`)
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return show(deps, request, reply.code(error.status), accountId, {
          said: { key: error.key, values: error.values },
          isAnew,
        })
      }
    },
  )
}

/** Reads what was sent and keeps it; a table whose columns nobody knows waits, and its id is the answer. */
async function take(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest<{ Body: { id: string } }>,
  accountId: string,
  isAnew: boolean,
): Promise<ImportDone | { columns: string }> {
  const { businessId } = acting(request)
  const actor = actorOf(request, clock)
  const bytes = bytesOf(request.body)
  if (bytes.length === 0) throw new Refusal('bank.refusal.noFile')
  const read = readFile(bytes)
  const { id } = request.body
  const file = { id, accountId, fileName: fileNameOf(request) }
  const keep = (statement: BankStatement) =>
    inBusiness(db, businessId, (tx) =>
      importStatement(tx, businessId, { ...file, sha256: hashOf(bytes), format: read.format, statement }, actor),
    )
  if (read.format !== 'csv') return keep(read.statement)
  const columns = isAnew ? undefined : await columnsOf(db, businessId, accountId, read.table)
  if (columns) return keep(readCsv(read.table, columns))
  await inBusiness(db, businessId, async (tx) => {
    await findBankAccount(tx, businessId, accountId)
    await keepUpload(tx, businessId, { ...file, bytes }, actor)
  })
  return { columns: id }
}

/** As this bank's tables were read before, or as their heads say by themselves. */
const columnsOf = async (db: Db, businessId: string, accountId: string, table: CsvTable) =>
  (await inBusiness(db, businessId, (tx) => findColumnsIfAny(tx, businessId, accountId, table.fingerprint))) ??
  wholeColumns(findColumns(table.heads))

async function show(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  request: FastifyRequest,
  reply: FastifyReply,
  accountId: string,
  { said, isAnew = false }: { said?: Said; isAnew?: boolean } = {},
): Promise<string> {
  const { businessId, business } = acting(request)
  const account = await inBusiness(db, businessId, (tx) => findBankAccount(tx, businessId, accountId))
  const reader = { t: reply.t, locale: request.locale, zone: business.zone }
  return reply.page('bank/import', importView(reader, account, { id: newId(), said, isAnew, isDemo: config.isDemo }))
}

/** What is said on the next page. */
export function importedFlash({ added, known, isAgain }: ImportDone) {
  if (isAgain) return { key: 'bank.importedAgain' } as const
  return known > 0
    ? ({ key: 'bank.importedSome', values: { count: added, known } } as const)
    : ({ key: 'bank.imported', values: { count: added } } as const)
}
