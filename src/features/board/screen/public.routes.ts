import rateLimit from '@fastify/rate-limit'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyError } from 'fastify'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { assetHash, assetText } from '../../../web/assets.ts'
import { ErrorOfAnswer } from '../../../web/errors.ts'
import { rawHtml } from '../../../web/raw-html.ts'
import { isLocale, translator } from '../../../words/index.ts'
import { tellError } from '../../portal/index.ts'
import { publicBoardView } from './public.views.ts'
import { findScreenOf } from './screen.queries.ts'

const params = Type.Object({ token: Type.String({ maxLength: 64 }) })

/** Seconds after which the screen asks again. */
const refresh = 60

/** The board on a screen in the shop, by its address and without a sign-in. Nothing here is written. */
export const publicRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  // The second sheet is that of the pages which tell what went wrong.
  const policy =
    `default-src 'none'; style-src '${assetHash('board.css')}' '${assetHash('dues.css')}'; img-src data:; ` +
    `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // A screen that hangs on the wall comes back by itself; who tries tokens gains nothing by waiting.
    if (error.statusCode === 429 || (error.statusCode ?? 500) >= 500) reply.header('refresh', refresh)
    return tellError(error, request, reply)
  })
  await app.register(rateLimit, { max: 30, timeWindow: 60_000, errorResponseBuilder: () => new ErrorOfAnswer(429) })

  app.get('/b/:token', { schema: { params }, config: { permission: 'open', policy } }, async (request, reply) => {
    const opened = await findScreenOf(db, request.params.token, clock())
    if (!opened) throw new NotFound('no such screen')
    const { screen, board, choices } = opened
    const locale = isLocale(screen.locale) ? screen.locale : 'en'
    const t = translator(locale)
    const sheetHtml = rawHtml(assetText('board.css'))
    const look = { locale, accent: 'madder' } as const
    if (screen.isEnded) {
      const told = { title: t('board.ended.title'), text: t('board.ended.help', { shop: screen.shop }) }
      return reply.code(410).paper('board/ended', { sheetHtml, ...told }, look)
    }
    // As a header: a meta element says the same and is a fault in the eyes of every checker.
    reply.header('refresh', refresh)
    const { shop, accent, zone } = screen
    return reply.paper(
      'board/public',
      publicBoardView({ t, locale }, { sheetHtml, shop, accent, zone, board, choices }),
      look,
    )
  })
}
