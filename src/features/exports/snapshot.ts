import { PassThrough, Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { FastifyReply } from 'fastify'
import type { Db } from '../../db/database.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'

export interface File {
  readonly name: string
  readonly type: string
}

/**
 * Answers with a file that is written while it is read: memory holds one part at a time, however long the books are. Every
 * part is of one instant, for all of them are read in one transaction that sees nothing newer.
 */
export function sendSnapshot(
  reply: FastifyReply,
  db: Db,
  businessId: string,
  { name, type }: File,
  write: (tx: Tx) => AsyncIterable<string | Uint8Array>,
): FastifyReply {
  const out = new PassThrough()
  inBusiness(db, businessId, async (tx) => {
    await tx.raw(oneInstant)
    await pipeline(Readable.from(write(tx), { objectMode: false }), out)
  }).catch((error: unknown) => {
    reply.log.error({ err: error }, 'an export was not finished')
    out.destroy(error instanceof Error ? error : new Error('not finished'))
  })
  finished(out).catch(() => undefined)
  return reply
    .type(type)
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(out)
}

// Whoever reads slowly holds the transaction open, but not for ever.
const oneInstant = `
  set transaction isolation level repeatable read, read only;
  set local idle_in_transaction_session_timeout = '60s';
  set local statement_timeout = '60s'`
