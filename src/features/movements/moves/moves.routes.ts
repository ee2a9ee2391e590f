import { Readable } from 'node:stream'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import { stringify } from 'csv-stringify/sync'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { isDate, parseDate, todayIn } from '../../../core/dates.ts'
import { plainDecimal } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { quantity } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf, pageSize, readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { Said, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type Typed, text } from '../movements.schema.ts'
import { type ListedMove, listAllMoves, type MovesAfter, type MovesFilter, movesChoices } from './moves.queries.ts'
import { moveKinds } from './moves.rules.ts'
import { movesView } from './moves.views.ts'

const fields = { kind: text(30), branch: text(40), item: text(40), by: text(40), from: text(30), to: text(30) }
const query = Type.Object(
  { ...fields, before: Type.Optional(Type.String({ maxLength: 500 })) },
  { additionalProperties: false },
)
const fileQuery = Type.Object(fields, { additionalProperties: false })
const config = { permission: 'stock.view' } as const
const rowsAtOnce = 2000

/** Every move of goods on one page, whatever paper it was written on. */
export const movesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const read = (request: FastifyRequest, typed: Typed) => {
    const { business } = acting(request)
    return filterOf(typed, todayIn(clock(), business.zone))
  }

  app.get('/stock/moves', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { before, ...typed } = request.query
    const { filter, errors } = read(request, typed)
    const after = afterOf(before)
    const [rows, choices] = await inBusiness(db, businessId, async (tx) => [
      await listAllMoves(tx, businessId, filter, { after, limit: pageSize + 1 }),
      await movesChoices(tx, businessId, filter.itemId),
    ])
    if (Object.keys(errors).length > 0) reply.code(422)
    const of = { choices, typed, errors, business, showsCost: can(business.role, 'item.cost') }
    return reply.page('movements/moves', movesView({ t: reply.t, locale: request.locale }, pageOf(rows), of))
  })

  app.get('/stock/moves.csv', { schema: { querystring: fileQuery }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { filter } = read(request, request.query)
    const showsCost = can(business.role, 'item.cost')
    async function* file() {
      yield stringify([headOf(reply.t, showsCost)])
      let after: MovesAfter | undefined
      for (;;) {
        const rows = await inBusiness(db, businessId, (tx) =>
          listAllMoves(tx, businessId, filter, { after, limit: rowsAtOnce }),
        )
        if (rows.length > 0) yield stringify(rows.map((row) => fileRow(reply.t, row, showsCost)))
        const last = rows.at(-1)
        if (!last || rows.length < rowsAtOnce) return
        after = { onDate: last.onDate, id: last.id }
      }
    }
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="moves.csv"')
      .send(Readable.from(file(), { objectMode: false }))
  })
}

function filterOf(typed: Typed, today: string): { filter: MovesFilter; errors: FieldErrors } {
  const errors: Record<string, Said> = {}
  const id = (name: string) => (isId(typed[name]) ? typed[name] : undefined)
  const date = (name: string) => {
    if (!typed[name]) return undefined
    const read = parseDate(typed[name], today)
    if (read === undefined) errors[name] = { key: 'fields.date' }
    return read
  }
  const [from, to] = [date('from'), date('to')]
  if (from !== undefined && to !== undefined && to < from) errors['to'] = { key: 'fields.date.order' }
  const kind = moveKinds.find((one) => one === typed['kind'])
  return { filter: { kind, branchId: id('branch'), itemId: id('item'), by: id('by'), from, to }, errors }
}

function afterOf(typed: string | undefined): MovesAfter | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { onDate, id } : undefined
}

const headOf = (t: Translate, showsCost: boolean): string[] => [
  ...[t('shell.date'), t('sales.item'), t('challans.tag'), t('movements.moves.kind'), t('shell.branch')],
  ...[t('shell.number'), t('movements.quantity'), t('challans.gross'), t('movements.note')],
  ...(showsCost ? [t('challans.value')] : []),
]

const fileRow = (t: Translate, row: ListedMove, showsCost: boolean): string[] => [
  ...[row.onDate, row.itemName, row.tag, t(`movements.kind.${row.kind}`), row.branchName, row.number ?? ''],
  ...[quantity(row.quantity), grams(row.gross), row.note],
  ...(showsCost ? [plainDecimal(row.value)] : []),
]
