import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { levelsOf as suggestedLevels } from '../../../core/reorder.ts'
import { isId } from '../../../db/ids.ts'
import { pageSize, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listBranches } from '../../items/index.ts'
import { reckonDemand } from '../reckoning/reckoning.commands.ts'
import { reorderSetting, setReorder } from '../reckoning/setting.commands.ts'
import { spans } from '../reckoning/setting.rules.ts'
import { listSuppliers } from '../suggesting/suggesting.queries.ts'
import { saveLevels } from './levels.commands.ts'
import {
  levelFields,
  mostPasted,
  type NewLevel,
  parseLevel,
  parseLevels,
  pastedLines,
  type TypedLevels,
} from './levels.form.ts'
import { findPasted, levelsOf, listCategories, listLevels } from './levels.queries.ts'
import { type AskedLevels, levelsHref, levelsView } from './levels.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const strict = { additionalProperties: false }
const querystring = Type.Object({ branch: text(40), category: text(80), item: text(40), after: text(1000) }, strict)
const body = Type.Object(
  { do: text(8) },
  {
    ...strict,
    maxProperties: pageSize * levelFields.length + 2,
    patternProperties: { [`^(${levelFields.join('|')})\\.${uuid}$`]: Type.String({ maxLength: 40 }) },
  },
)
const pasteBody = Type.Object({ lines: text(60_000) }, strict)
const settingBody = Type.Object({ months: text(2), review_days: text(3) }, strict)

/** Between which levels goods are kept: a grid of a branch's items, to type into or to paste into. */
export const levelsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: AskedLevels,
    { typed = {}, errors = {} }: { typed?: TypedLevels; errors?: FieldErrors } = {},
  ) => {
    const { businessId, business } = acting(request)
    const at = clock()
    const read = async (tx: Tx) => {
      await reckonDemand(tx, businessId, { today: todayIn(at, business.zone), at })
      return load(tx, businessId, asked)
    }
    const loaded = await inBusiness(db, businessId, read, { keepsPlans: true })
    const rights = { canEdit: can(business.role, 'purchase.order'), isJeweller: business.kind === 'jeweller' }
    return reply.page('reordering/levels', levelsView(reply.t, loaded, { asked, typed, errors, ...rights }))
  }

  app.get('/reorder/levels', { schema: { querystring }, config: { permission: 'purchase.view' } }, (request, reply) =>
    show(request, reply, request.query),
  )

  const config = { permission: 'purchase.order' } as const
  app.post('/reorder/levels', { schema: { querystring, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { do: pressed, ...typed } = request.body
    const parsed = parseLevels(typed)
    if (!parsed.ok) return show(request, reply.code(422), request.query, { typed, errors: parsed.errors })
    const { changed } = await inBusiness(db, businessId, async (tx) => {
      const branchId = await branchOf(tx, businessId, request.query.branch)
      const levels = pressed === 'take' ? await withSuggested(tx, businessId, branchId, parsed.value) : parsed.value
      return saveLevels(tx, businessId, { branchId, levels }, actorOf(request, clock))
    })
    request.session.flash = { key: 'reorder.saved', values: { count: changed } }
    return goTo(reply, levelsHref(request.query))
  })

  app.post('/reorder/levels/paste', { schema: { querystring, body: pasteBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { lines } = request.body
    const result = await inBusiness(db, businessId, async (tx) => {
      const branchId = await branchOf(tx, businessId, request.query.branch)
      const read = await readPasted(tx, businessId, branchId, lines)
      if (read.error) return read
      return saveLevels(tx, businessId, { branchId, levels: read.levels }, actorOf(request, clock))
    })
    if ('error' in result && result.error)
      return show(request, reply.code(422), request.query, { typed: { lines }, errors: { lines: result.error } })
    request.session.flash = { key: 'reorder.saved', values: { count: 'changed' in result ? result.changed : 0 } }
    return goTo(reply, levelsHref(request.query))
  })

  app.post('/reorder/setting', { schema: { body: settingBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const months = spans.find((one) => String(one) === request.body.months)
    const reviewDays = Number(request.body.review_days)
    if (!months || !Number.isInteger(reviewDays) || reviewDays < 1 || reviewDays > 90) {
      const error: Said = { key: 'fields.number.range', values: { min: 1, max: 90 } }
      const asked = { branch: '', category: '', item: '', after: '' }
      return show(request, reply.code(422), asked, { typed: request.body, errors: { review_days: error } })
    }
    await inBusiness(db, businessId, (tx) =>
      setReorder(tx, businessId, { months, reviewDays }, actorOf(request, clock)),
    )
    request.session.flash = { key: 'shell.saved' }
    return goTo(reply, '/reorder/levels')
  })
}

async function load(tx: Tx, businessId: string, { branch, category, item, after }: AskedLevels) {
  const [name, id] = readCursor(after, 2) ?? []
  const branches = await listBranches(tx, businessId)
  const branchId = branches.find((one) => one.id === branch)?.id ?? branches[0]?.id ?? ''
  const from = name !== undefined && id !== undefined && isId(id) ? ([name, id] as const) : undefined
  const [page, suppliers, setting, categories] = await together([
    listLevels(tx, businessId, { branchId, category, itemId: item, after: from }),
    listSuppliers(tx, businessId),
    reorderSetting(tx, businessId),
    listCategories(tx, businessId),
  ])
  return { branches, branchId, page, suppliers, setting, categories }
}

/** The branch that is asked for, else the main one. */
async function branchOf(tx: Tx, businessId: string, branch: string): Promise<string> {
  const branches = await listBranches(tx, businessId)
  return branches.find(({ id }) => id === branch)?.id ?? branches[0]?.id ?? ''
}

/** What is left empty is taken from demand; what someone typed stays. */
async function withSuggested(tx: Tx, businessId: string, branchId: string, levels: readonly NewLevel[]) {
  const ids = levels.map(({ itemId }) => itemId)
  const rows = new Map((await levelsOf(tx, businessId, branchId, ids)).map((row) => [row.itemId, row]))
  return levels.map((level): NewLevel => {
    const row = rows.get(level.itemId)
    const found = row && suggestedLevels(row)
    if (!row || !found) return level
    const min = level.min > 0n ? level.min : found.min
    const isFit = found.max > min
    return {
      ...level,
      min,
      max: level.max > 0n || !isFit ? level.max : found.max,
      leadDays: level.leadDays ?? row.usualDays,
    }
  })
}

async function readPasted(
  tx: Tx,
  businessId: string,
  branchId: string,
  text: string,
): Promise<{ levels: NewLevel[]; error?: Said }> {
  const lines = pastedLines(text)
  if (lines.length === 0 || lines.length > mostPasted)
    return { levels: [], error: { key: 'reorder.refusal.paste', values: { count: mostPasted } } }
  const words = lines.map(({ word }) => word)
  const found = new Map((await findPasted(tx, businessId, words)).map(({ word, id }) => [word, id]))
  const rows = new Map(
    (await levelsOf(tx, businessId, branchId, [...found.values()])).map((row) => [row.itemId, row] as const),
  )
  const levels = new Map<string, NewLevel>()
  for (const { line, word, cells } of lines) {
    const itemId = found.get(word)
    if (itemId === undefined)
      return { levels: [], error: { key: 'reorder.refusal.noItem', values: { line, name: word } } }
    const wrong: Said[] = []
    const [min = '', max = '', days = ''] = cells
    const own = { min, max, days, supplier: rows.get(itemId)?.supplierId ?? '' }
    const level = parseLevel(
      itemId,
      (field) => own[field],
      (_field, said) => wrong.push(said),
    )
    if (wrong.length > 0) return { levels: [], error: { key: 'reorder.refusal.line', values: { line, name: word } } }
    levels.set(itemId, level)
  }
  return { levels: [...levels.values()] }
}
