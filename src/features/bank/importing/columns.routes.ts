import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { StatementLine } from '../../../core/bank-statement.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { Db } from '../../../db/database.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type BankAccount, findBankAccount, findStatementIfAny } from '../bank.queries.ts'
import { findColumns } from '../reading/csv-columns.rules.ts'
import type { CsvTable } from '../reading/csv-table.ts'
import { previewCsv, readCsv } from '../reading/read-csv.ts'
import { readFile } from '../reading/read-statement.ts'
import { hashOf, importStatement } from './importing.commands.ts'
import { type ChosenColumns, parseColumns, type TypedColumns, typedColumns } from './importing.form.ts'
import { importedFlash } from './importing.routes.ts'
import { columnsView } from './importing.views.ts'
import { findColumnsIfAny, findUpload, keepColumns, removeUpload, type Upload } from './uploads.commands.ts'

const params = Type.Object({ accountId: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const query = Type.Object({ file: Type.Optional(Type.String({ format: 'uuid' })) }, { additionalProperties: false })
const text = Type.String({ maxLength: 30, default: '' })
const body = Type.Object(
  {
    _csrf: Type.Optional(Type.String({ maxLength: 200 })),
    file: Type.String({ format: 'uuid' }),
    do: Type.Optional(Type.Union([Type.Literal('read'), Type.Literal('try')])),
    date: text,
    valueDate: text,
    narration: text,
    reference: text,
    withdrawal: text,
    deposit: text,
    amount: text,
    side: text,
    balance: text,
    kind: text,
    dateOrder: text,
    opening: text,
  },
  { additionalProperties: false },
)
const reconcile = { permission: 'bank.reconcile' } as const

/** A table whose columns are not known yet: a person says what they are, once for each bank. */
export const columnsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/books/bank/:accountId/columns',
    { schema: { params, querystring: query }, config: reconcile },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { accountId } = request.params
      const { file } = request.query
      const account = await inBusiness(db, businessId, (tx) => findBankAccount(tx, businessId, accountId))
      if (file === undefined) return goTo(reply, `/books/bank/${accountId}/import`)
      const waiting = await load(db, businessId, accountId, file)
      const known = await inBusiness(db, businessId, (tx) =>
        findColumnsIfAny(tx, businessId, accountId, waiting.table.fingerprint),
      )
      const typed = typedColumns(known ?? findColumns(waiting.table.heads))
      return show(request, reply, { account, ...waiting, typed, errors: {} })
    },
  )

  app.post(
    '/books/bank/:accountId/columns',
    { schema: { params, body }, config: reconcile },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { accountId } = request.params
      const { file, do: wanted, _csrf, ...typed } = request.body
      const account = await inBusiness(db, businessId, (tx) => findBankAccount(tx, businessId, accountId))
      const waiting = await load(db, businessId, accountId, file).catch((error) => {
        if (error instanceof NotFound) return undefined
        throw error
      })
      if (!waiting) return pressedTwice(db, reply, businessId, accountId, file)
      const looked = { account, ...waiting, typed }
      const parsed = parseColumns(typed, waiting.table.heads.length)
      if (!parsed.ok) return show(request, reply.code(422), { ...looked, errors: parsed.errors })
      try {
        if (wanted === 'try') {
          readCsv(waiting.table, parsed.value.columns, parsed.value)
          return await show(request, reply, { ...looked, errors: {}, chosen: parsed.value })
        }
        request.session.flash = importedFlash(await keep({ db, clock }, request, waiting, parsed.value))
        return goTo(reply, `/books/bank/${accountId}`)
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const said = { key: error.key, values: error.values }
        return show(request, reply.code(error.status), { ...looked, errors: {}, said, chosen: parsed.value })
      }
    },
  )
}

interface Waiting {
  upload: Upload
  table: CsvTable
}

async function load(db: Db, businessId: string, accountId: string, id: string): Promise<Waiting> {
  const upload = await inBusiness(db, businessId, (tx) => findUpload(tx, businessId, accountId, id))
  const read = readFile(upload.bytes)
  if (read.format !== 'csv') throw new NotFound('a file of another kind')
  return { upload, table: read.table }
}

/** The file was read a moment ago, and waits no more. */
async function pressedTwice(
  db: Db,
  reply: FastifyReply,
  businessId: string,
  accountId: string,
  id: string,
): Promise<FastifyReply> {
  const done = await inBusiness(db, businessId, (tx) =>
    findStatementIfAny(tx, businessId, { id, accountId, sha256: '' }),
  )
  if (!done) throw new NotFound('no such upload')
  return goTo(reply, `/books/bank/${accountId}`)
}

async function keep(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  { upload, table }: Waiting,
  { columns, opening }: ChosenColumns,
) {
  const { businessId } = acting(request)
  const actor = actorOf(request, clock)
  const { id, accountId, fileName, bytes } = upload
  const statement = readCsv(table, columns, { opening })
  const asked = { id, accountId, fileName, sha256: hashOf(bytes), format: 'csv', statement } as const
  return inBusiness(db, businessId, async (tx) => {
    const done = await importStatement(tx, businessId, asked, actor)
    await together([
      keepColumns(tx, businessId, { accountId, fingerprint: table.fingerprint, columns }, actor),
      removeUpload(tx, businessId, id),
    ])
    return done
  })
}

interface Look extends Waiting {
  account: BankAccount
  typed: TypedColumns
  errors: FieldErrors
  said?: Said
  chosen?: ChosenColumns
}

function show(request: FastifyRequest, reply: FastifyReply, look: Look): Promise<string> {
  const { account, upload, table, typed, errors, said, chosen } = look
  const { business } = acting(request)
  const reader = { t: reply.t, locale: request.locale, zone: business.zone }
  const preview = chosen ? linesTried(table, chosen) : []
  return reply.page(
    'bank/columns',
    columnsView(reader, account, table, { file: upload.id, typed, errors, said, preview }),
  )
}

/** The first lines as they would be read; none where one of them cannot be, which is said anyway. */
function linesTried(table: CsvTable, { columns }: ChosenColumns): StatementLine[] {
  try {
    return previewCsv(table, columns)
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}
