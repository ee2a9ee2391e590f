import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { askRoutes } from './ask/ask.routes.ts'
import { changesRoutes } from './changes/changes.routes.ts'
import { groupsRoutes } from './groups/groups.routes.ts'
import { labelsRoutes } from './labels/labels.routes.ts'
import { listsRoutes } from './lists/lists.routes.ts'

/** What is asked for an item, by whom and when: price lists, changes of many prices, and the labels that show them. */
export const priceListsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(askRoutes, deps)
  await app.register(groupsRoutes, deps)
  await app.register(changesRoutes, deps)
  await app.register(labelsRoutes, deps)
  await app.register(listsRoutes, deps)
}
