import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply } from 'fastify'
import fp from 'fastify-plugin'

const gzipped = promisify(gzip)
/** Less than this fits into one packet as it is. */
const worthIt = 1400
/** A page takes a third of a millisecond: handing it to another thread costs half as much again. What is longer would hold up others. */
const atOnce = 128 * 1024
/** Mostly one piece, so that nothing is put together from several; and no larger a memory than pages of ours look back in. */
const settings = { level: 1, chunkSize: 32 * 1024, windowBits: 14, memLevel: 7 }
/** Where a page's bytes stand while they are compressed: with a rupee sign in it, finding out how many there will be takes as long as writing them. */
const bytes = Buffer.allocUnsafe(3 * atOnce)

/**
 * Pages travel compressed, for a tablet on a slow line; at the lightest level, which halves the time of the usual one and
 * costs a few bytes. Tokens of forms are salted anew for every page, so their length tells nothing of them (BREACH).
 */
export const compression = fp(async (app: FastifyInstance) => {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < worthIt || reply.hasHeader('content-encoding')) return payload
    addVary(reply)
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload
    reply.header('content-encoding', 'gzip').removeHeader('content-length')
    if (payload.length > atOnce) return gzipped(payload, settings)
    return gzipSync(bytes.subarray(0, bytes.write(payload)), settings)
  })
})

function addVary(reply: FastifyReply): void {
  const already = reply.getHeader('vary')
  reply.header('vary', already ? `${String(already)}, accept-encoding` : 'accept-encoding')
}
