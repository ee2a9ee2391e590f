import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listBranches } from '../../businesses/index.ts'
import { addTill, archiveTill, renameTill, setBlindCount } from '../tills.commands.ts'
import { countsBlind, listAllTills } from '../tills.queries.ts'
import { managingView } from './managing.views.ts'

const strict = { additionalProperties: false }
const uuid = Type.String({ format: 'uuid' })
const name = Type.String({ maxLength: 60, default: '' })
const addBody = Type.Object({ id: uuid, name, branch: Type.String({ maxLength: 40, default: '' }) }, strict)
const changeBody = Type.Object(
  { name, do: Type.Optional(Type.Union(['rename', 'archive', 'bring-back'].map((one) => Type.Literal(one)))) },
  strict,
)
const blindBody = Type.Object({ blind: Type.Optional(Type.String({ maxLength: 5 })) }, strict)
const params = Type.Object({ tillId: uuid })
const config = { permission: 'settings.edit' } as const
const longestName = 40

/** Which tills a branch has, and how they are counted. */
export const managingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, typed: { name: string; errors: FieldErrors }) => {
    const { businessId } = acting(request)
    const [tills, branches, isBlind] = await inBusiness(db, businessId, (tx) =>
      together([listAllTills(tx, businessId), listBranches(tx, businessId), countsBlind(tx, businessId)]),
    )
    const open = branches.filter(({ archived_at }) => archived_at === null)
    return reply.page('tills/manage', managingView(reply.t, { tills, branches: open, isBlind, id: newId(), ...typed }))
  }
  const saved = (request: FastifyRequest, reply: FastifyReply) => {
    request.session.flash = { key: 'settings.saved' }
    return goTo(reply, '/tills/manage')
  }

  app.get('/tills/manage', { config }, (request, reply) => show(request, reply, { name: '', errors: {} }))

  app.post('/tills/manage', { schema: { body: addBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id, name: typed, branch } = request.body
    const till = { id, name: typed.trim(), branchId: branch }
    const again = (said: Said) => show(request, reply.code(422), { name: typed, errors: { name: said } })
    const fault = nameFault(till.name)
    if (fault) return again(fault)
    try {
      await inBusiness(db, businessId, async (tx) => {
        const branches = await listBranches(tx, businessId)
        const branchId = branches.find((one) => one.id === branch)?.id ?? branches.find((one) => one.is_main)?.id
        if (branchId) await addTill(tx, businessId, { ...till, branchId }, actorOf(request, clock))
      })
    } catch (error) {
      return again(saidOf(error))
    }
    return saved(request, reply)
  })

  app.post('/tills/manage/:tillId', { schema: { params, body: changeBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { tillId: id } = request.params
    const { name: typed, do: what = 'rename' } = request.body
    const actor = actorOf(request, clock)
    const fault = what === 'rename' ? nameFault(typed.trim()) : undefined
    if (fault) return show(request, reply.code(422), { name: '', errors: { [`name.${id}`]: fault } })
    try {
      await inBusiness(db, businessId, (tx) =>
        what === 'rename'
          ? renameTill(tx, businessId, { id, name: typed.trim() }, actor)
          : archiveTill(tx, businessId, { id, isArchived: what === 'archive' }, actor),
      )
    } catch (error) {
      return show(request, reply.code(409), { name: '', errors: { [`name.${id}`]: saidOf(error) } })
    }
    return saved(request, reply)
  })

  app.post('/tills/manage/counting', { schema: { body: blindBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const isBlind = request.body.blind === 'yes'
    await inBusiness(db, businessId, (tx) => setBlindCount(tx, businessId, isBlind, actorOf(request, clock)))
    return saved(request, reply)
  })
}

function nameFault(typed: string): Said | undefined {
  if (typed === '') return { key: 'fields.name' }
  return [...typed].length > longestName ? { key: 'fields.tooLong', values: { max: longestName } } : undefined
}

function saidOf(error: unknown): Said {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { key: error.key, values: error.values }
}
