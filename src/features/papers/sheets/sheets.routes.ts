import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { chooseSheets } from './sheets.commands.ts'
import { usualSheets } from './sheets.queries.ts'
import { isSheet, type Sheet, type SheetKind, sheetKinds } from './sheets.rules.ts'
import { sheetsView } from './sheets.views.ts'

const choice = Type.Optional(Type.String({ maxLength: 3 }))
const names = Object.fromEntries(sheetKinds.map((kind) => [kind, choice]))
const body = Type.Object(names, { additionalProperties: false })
const url = '/settings/sheets'

/** What a shop prints each of its papers on. */
export const sheetsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(url, { config: { permission: 'settings.view' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const usual = await inBusiness(db, businessId, (tx) => usualSheets(tx, businessId))
    const of = { canEdit: can(business.role, 'settings.edit'), isJeweller: business.kind === 'jeweller' }
    const typed = { values: Object.fromEntries(usual), errors: {} }
    return reply.page('settings/section', sheetsView(reply.t, typed, of))
  })

  app.post(url, { schema: { body }, config: { permission: 'settings.edit' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed: Readonly<Record<string, string | undefined>> = request.body
    const asked = sheetKinds.flatMap((kind): [SheetKind, string][] => {
      const sheet = typed[kind]
      return sheet === undefined ? [] : [[kind, sheet]]
    })
    const chosen = asked.filter((one): one is [SheetKind, Sheet] => isSheet(one[0], one[1]))
    if (chosen.length < asked.length) {
      const wrong = asked.filter(([kind, sheet]) => !isSheet(kind, sheet))
      const errors = Object.fromEntries(wrong.map(([kind]) => [kind, { key: 'fields.choose' } as const]))
      const of = { canEdit: true, isJeweller: business.kind === 'jeweller' }
      const values = Object.fromEntries(asked)
      return reply.code(422).page('settings/section', sheetsView(reply.t, { values, errors }, of))
    }
    await inBusiness(db, businessId, (tx) => chooseSheets(tx, businessId, new Map(chosen), actorOf(request, clock)))
    request.session.flash = { key: 'settings.saved' }
    return goTo(reply, url)
  })
}
