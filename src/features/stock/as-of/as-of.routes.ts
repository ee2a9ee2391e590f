import { Readable } from 'node:stream'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import { stringify } from 'csv-stringify/sync'
import type { Deps } from '../../../app.ts'
import { type IsoDate, parseDate, todayIn } from '../../../core/dates.ts'
import { plainDecimal } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { quantity } from '../../../core/quantity.ts'
import { carats, grams } from '../../../core/weight.ts'
import type { Db } from '../../../db/database.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { guarded } from '../../../web/guarded.ts'
import { acting } from '../../../web/permissions.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listBranches } from '../../items/index.ts'
import { totalStock } from '../levels/levels.queries.ts'
import { type AsOfCursor, type AsOfRow, listAsOf, stockAccountThen } from './as-of.queries.ts'
import { asOfView } from './as-of.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const strict = { additionalProperties: false }
const query = Type.Object({ on: text(20), branch: text(36), after: text(400) }, strict)
const fileQuery = Type.Object({ on: text(20), branch: text(36) }, strict)

export const asOfRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const config = { permission: 'stock.view' } as const

  app.get('/stock/as-of', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { after, ...typed } = request.query
    const today = todayIn(clock(), business.zone)
    const { onDate, errors } = readDay(typed.on, today)
    const branchId = isId(typed.branch) ? typed.branch : undefined
    const cursor = cursorOf(after)
    const read = (tx: Tx) =>
      together([
        listAsOf(tx, businessId, { onDate, branchId, after: cursor }),
        totalStock(tx, businessId, { branchId, onDate }),
        stockAccountThen(tx, businessId, onDate),
        listBranches(tx, businessId),
      ])
    const [page, totals, account, branches] = await inBusiness(db, businessId, read, { keepsPlans: true })
    const rights = { seesCost: can(business.role, 'item.cost'), isJeweller: business.kind === 'jeweller' }
    const shown = { page, totals, account, branches, onDate, branchId, hasBefore: cursor !== undefined }
    if (errors['on']) reply.code(422)
    return reply.page('stock/as-of', asOfView({ t: reply.t, locale: request.locale }, { typed, errors }, shown, rights))
  })

  app.get('/stock/as-of.csv', { schema: { querystring: fileQuery }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { onDate } = readDay(request.query.on, todayIn(clock(), business.zone))
    const branchId = isId(request.query.branch) ? request.query.branch : undefined
    const parts = asOfCsv(
      db,
      businessId,
      { onDate, branchId },
      { t: reply.t, seesCost: can(business.role, 'item.cost') },
    )
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="stock-${onDate}.csv"`)
      .send(Readable.from(parts, { objectMode: false }))
  })
}

/** A day that cannot be read, or that has not come yet, is named, and today is shown. */
function readDay(typed: string, today: IsoDate): { onDate: IsoDate; errors: FieldErrors } {
  if (typed.trim() === '') return { onDate: today, errors: {} }
  const read = parseDate(typed, today)
  if (read === undefined) return { onDate: today, errors: { on: { key: 'fields.date' } } }
  if (read > today) return { onDate: today, errors: { on: { key: 'fields.date.future' } } }
  return { onDate: read, errors: {} }
}

function cursorOf(typed: string): AsOfCursor | undefined {
  const [key, itemId, branchId] = readCursor(typed, 3) ?? []
  const isUuid = (one: string | undefined): one is string =>
    one !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(one)
  return key !== undefined && isUuid(itemId) && isUuid(branchId) ? [key, itemId, branchId] : undefined
}

// By this mark Excel knows the file for UTF-8.
const mark = '\u{FEFF}'
const atOnce = 1000

async function* asOfCsv(
  db: Db,
  businessId: string,
  asked: { onDate: IsoDate; branchId: string | undefined },
  { t, seesCost }: { t: Translate; seesCost: boolean },
): AsyncGenerator<string> {
  yield mark + stringify([headings(t, seesCost)])
  let after: AsOfCursor | undefined
  do {
    const page = await inBusiness(db, businessId, (tx) => listAsOf(tx, businessId, { ...asked, after, limit: atOnce }))
    if (page.rows.length > 0) yield stringify(page.rows.map((row) => cellsOf(row, seesCost)))
    after = page.next
  } while (after)
}

const headings = (t: Translate, seesCost: boolean): string[] => [
  ...[t('shell.name'), t('levels.category'), t('shell.branch'), t('levels.unit'), t('levels.inStock')],
  ...[t('pieces.grossG'), t('pieces.netG'), t('levels.fineG'), t('levels.carat')],
  ...(seesCost ? [t('levels.value')] : []),
]

const cellsOf = (row: AsOfRow, seesCost: boolean): string[] => [
  ...[row.name, row.category, row.branchName, row.unit].map(guarded),
  quantity(row.quantity).replaceAll(',', ''),
  ...[grams(row.gross), grams(row.net), grams(row.fine), carats(row.carat)].map((one) => one.replaceAll(',', '')),
  ...(seesCost ? [plainDecimal(row.value)] : []),
]
