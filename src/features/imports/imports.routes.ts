import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { gateRoutes } from './gate/gate.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { mappingRoutes } from './mapping/mapping.routes.ts'
import { refusedRoutes } from './refused/refused.routes.ts'
import { showRoutes } from './show/show.routes.ts'
import { templatesRoutes } from './templates/templates.routes.ts'
import { undoRoutes } from './undo/undo.routes.ts'
import { uploadRoutes } from './upload/upload.routes.ts'

/** An old book on its way into this one: files of parties, items and openings, and the trial balance that ends it. */
export const importsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(listRoutes, deps)
  await app.register(uploadRoutes, deps)
  await app.register(templatesRoutes)
  await app.register(gateRoutes, deps)
  await app.register(showRoutes, deps)
  await app.register(mappingRoutes, deps)
  await app.register(refusedRoutes, deps)
  await app.register(undoRoutes, deps)
}
