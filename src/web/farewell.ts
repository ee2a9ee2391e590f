import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** While the app ends, each answer closes its line: one that is kept open holds the end up until its client goes. */
export const farewell = fp(async (app: FastifyInstance) => {
  let isEnding = false
  app.addHook('preClose', async () => {
    isEnding = true
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isEnding) reply.header('connection', 'close')
    done()
  })
})
