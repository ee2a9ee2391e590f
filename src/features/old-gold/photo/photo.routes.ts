import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { pictureOf, pictureUpload, sendPicture } from '../../pictures/index.ts'
import { findPurchase } from '../showing/showing.queries.ts'
import { purchaseView } from '../showing/showing.views.ts'
import { addPhoto, findPhoto } from './photo.commands.ts'

const id = Type.String({ format: 'uuid' })
const strict = { additionalProperties: false }
const params = Type.Object({ id }, strict)
const photoParams = Type.Object({ id, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, strict)
const { body, bodyLimit } = pictureUpload

/** What was bought, and from whom, as it looked: a photo says more than "one old chain" when somebody asks. */
export const photoRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/old-gold/:id/photos/:sha256',
    { schema: { params: photoParams }, config: { permission: 'sale.view' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      return sendPicture(reply, await inBusiness(db, businessId, (tx) => findPhoto(tx, businessId, request.params)))
    },
  )

  app.post(
    '/old-gold/:id/photos',
    { schema: { params, body }, bodyLimit, config: { permission: 'sale.make' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const purchaseId = request.params.id
      const photo = { purchaseId, bytes: pictureOf(request) }
      try {
        await inBusiness(db, businessId, (tx) => addPhoto(tx, businessId, photo, actorOf(request, clock)))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const photoError = reply.t(error.key, { ...error.values })
        const purchase = await inBusiness(db, businessId, (tx) => findPurchase(tx, businessId, purchaseId))
        const reader = { t: reply.t, locale: request.locale }
        return reply.code(422).page('old-gold/show', { ...purchaseView(reader, purchase, business.role), photoError })
      }
      return goTo(reply, `/old-gold/${purchaseId}`)
    },
  )
}
