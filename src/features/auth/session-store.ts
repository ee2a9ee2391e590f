import type { SessionStore } from '@fastify/session'
import type { Session } from 'fastify'
import type { Db } from '../../db/database.ts'
import { named } from '../../db/named.ts'
import { sqlState } from '../../db/sqlstate.ts'
import type { Who } from '../../web/who.ts'
import { createKeeper, type Keeper } from './lucia.ts'
import { hashOf } from './tokens.ts'

/** The store of @fastify/session as a thin layer over Lucia, which keeps the sessions. */
export function sessionStore(db: Db, clock: () => Date): SessionStore {
  const keeper = createKeeper(db, clock)
  return {
    get: (id, callback) => {
      read(keeper, id).then(
        (session) => callback(null, session),
        (error) => callback(notGone(error)),
      )
    },
    set: (id, session, callback) => {
      write(db, keeper, id, session, clock()).then(() => callback(), callback)
    },
    destroy: (id, callback) => {
      keeper.invalidateSession(id).then(() => callback(), callback)
    },
  }
}

/**
 * @fastify/session takes ENOENT for a session that is not there and signs the person out; from a database it says that the
 * server's socket is gone.
 */
function notGone(error: unknown): unknown {
  if (sqlState(error) !== 'ENOENT') return error
  return Object.assign(new Error('the database is not there', { cause: error }), { code: 'ECONNREFUSED' })
}

async function read(keeper: Keeper, id: string): Promise<Session | null> {
  const { session, user } = await keeper.validateSession(id)
  if (!session || !user.who) return null
  const { businessId, origin, data } = session
  return { ...data, cookie: { originalMaxAge: null }, userId: user.id, businessId, origin, who: unkept(user.who) }
}

/** Read with every request, so no part of what is kept, nor of what is compared to see whether that has changed. */
const unkept = (who: Who): Who => Object.assign(Object.create(withoutJson), who)
const withoutJson = { toJSON: () => undefined }

/** A session that was read is only updated, so that one which was ended meanwhile stays ended. */
async function write(db: Db, keeper: Keeper, id: string, session: Session, at: Date): Promise<void> {
  const { userId, businessId, origin = { address: '', agent: '' }, flash, _csrf, till, who } = session
  const data = { flash, _csrf, till }
  if (userId === undefined) return
  if (who === undefined) await keeper.createSession(userId, { businessId, origin, data, seenAt: at }, { sessionId: id })
  else await named(db, updateSession, [hashOf(id), businessId ?? null, JSON.stringify(data)])
}

const updateSession = {
  name: 'session.update',
  text: 'update session set business_id = $2, data = $3 where id_hash = $1',
}
