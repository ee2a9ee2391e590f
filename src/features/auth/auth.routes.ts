import type { FastifyPluginAsync } from 'fastify'
import type { Deps } from '../../app.ts'
import { accountRoutes } from './account/account.routes.ts'
import { myBusinessesRoutes } from './businesses/businesses.routes.ts'
import { resetRoutes } from './resets/resets.routes.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'

/** Everything by which a person comes in, is known and leaves. */
export const authRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  await app.register(signInRoutes, deps)
  await app.register(myBusinessesRoutes, deps)
  await app.register(accountRoutes, deps)
  await app.register(resetRoutes, deps)
}
