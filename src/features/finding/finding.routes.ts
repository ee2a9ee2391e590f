import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { can } from '../../core/permissions.ts'
import { termsOf } from '../../core/search-terms.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo, isSwap } from '../../web/htmx.ts'
import { whoOf } from '../../web/permissions.ts'
import { listPicks } from '../parties/index.ts'
import { findPages } from './finding.pages.ts'
import { placesOfPapers } from './finding.places.ts'
import { findItems, findNumbered, findPieces } from './finding.queries.ts'
import { type Found, foundView } from './finding.views.ts'

const query = Type.Object({ q: Type.Optional(Type.String({ maxLength: 100 })) }, { additionalProperties: false })

/** So many of each are shown. */
const most = 6

/** Whatever one types, found among what this role may see; what only one thing answers to is gone to at once. */
export const findingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  // Anyone may look; each group asks for its own permission, so that a goldsmith finds his pages and no party.
  const config = { permission: 'signed-in' } as const
  app.get('/find', { schema: { querystring: query }, config }, async (request, reply) => {
    const { business } = whoOf(request)
    if (!business) return goTo(reply, '/businesses')
    const { role, id: businessId } = business
    const q = (request.query.q ?? '').trim()
    const terms = termsOf(q)
    const kinds = Object.keys(placesOfPapers).filter((kind) => can(role, placesOfPapers[kind]?.needs ?? 'books.view'))
    const found: Found = !terms
      ? { pages: [], parties: [], items: [], papers: [], pieces: [] }
      : await inBusiness(db, businessId, async (tx) => ({
          pages: findPages(reply.t, business, terms.words, most),
          parties: can(role, 'party.view') ? (await listPicks(tx, businessId, q)).slice(0, most) : [],
          items: can(role, 'item.view') ? await findItems(tx, businessId, terms, most) : [],
          papers: await findNumbered(tx, businessId, { typed: q, kinds, limit: most }),
          pieces:
            can(role, 'piece.view') && business.kind === 'jeweller' ? await findPieces(tx, businessId, q, most) : [],
        }))
    const view = foundView({ t: reply.t, locale: request.locale, role }, q, found)
    if (isSwap(request)) return reply.fragment('finding/_found', view)
    const [only, ...others] = view.groups.flatMap(({ links }) => links)
    if (only && others.length === 0) return goTo(reply, only.href)
    return reply.page('finding/show', { q, found: view })
  })
}
