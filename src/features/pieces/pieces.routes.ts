import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { editingRoutes } from './editing/editing.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { lotChangingRoutes } from './lots/changing.routes.ts'
import { lotsRoutes } from './lots/lots.routes.ts'
import { makingRoutes } from './making/making.routes.ts'
import { photoRoutes } from './photo/photo.routes.ts'
import { printingRoutes } from './printing/printing.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'

export const piecesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(listRoutes, deps)
  await app.register(makingRoutes, deps)
  await app.register(editingRoutes, deps)
  await app.register(lotsRoutes, deps)
  await app.register(lotChangingRoutes, deps)
  await app.register(photoRoutes, deps)
  await app.register(printingRoutes, deps)
  await app.register(showingRoutes, deps)
}
