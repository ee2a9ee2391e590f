import Fastify from 'fastify'

/** The least that Fastify can do, in a process of its own: what every page of ours is measured against. */
const app = Fastify()
app.get('/', (_request, reply) =>
  reply.type('text/html; charset=utf-8').send('<!doctype html><title>hello</title><p>hello'),
)
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
console.log('ready')
process.on('SIGTERM', () => process.exit())
