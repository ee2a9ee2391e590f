import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from 'lucia'
import type { Db } from '../../db/database.ts'
import { named } from '../../db/named.ts'
import type { Origin } from '../../web/session.ts'
import type { Who } from '../../web/who.ts'
import { isLocale } from '../../words/index.ts'
import { hashOf } from './tokens.ts'

declare module 'lucia' {
  interface Register {
    Lucia: Keeper
    DatabaseSessionAttributes: Kept
    DatabaseUserAttributes: { who: Who | undefined }
  }
}

/** What is kept of a session beside its person. */
export interface Kept {
  businessId: string | undefined
  origin: Origin
  /** The secret of its forms and a message for the next page. */
  data: Record<string, unknown>
  /** When it was last used, to the minute. */
  seenAt: Date
}

export type Keeper = Lucia<Kept, { who: Who | undefined }>

const minute = 60_000
/** However busy it is, a session ends after a working day. */
const longestMs = 12 * 60 * minute
/** Whoever can see profit or change the books is signed out after half an hour away; a till is not. */
const idleMinutes = { books: 30, others: 12 * 60 } as const
const touchEveryMs = minute

/**
 * Lucia keeps the sessions. It renews one in the second half of a life that is the same for all and reads the machine's
 * clock; ours end by role and by the clock that is passed in. So the adapter finds only sessions that are alive, and
 * tells Lucia an end at which it renews one that was not seen for a minute.
 */
export const createKeeper = (db: Db, clock: () => Date): Keeper =>
  new Lucia<Kept, { who: Who | undefined }>(adapter(db, clock), {
    sessionExpiresIn: new TimeSpan(2 * longestMs, 'ms'),
    getSessionAttributes: (kept) => kept,
    getUserAttributes: (user) => user,
  })

function adapter(db: Db, clock: () => Date): Adapter {
  const luciaEnd = (seenAt: Date): Date =>
    new Date(Date.now() + seenAt.getTime() - clock().getTime() + touchEveryMs + longestMs)
  return {
    async getSessionAndUser(id) {
      const [row] = await named<SessionRow>(db, findSession, [hashOf(id), clock()])
      if (!row) return [null, null]
      const session = { id, userId: row.user_id, expiresAt: luciaEnd(row.seen_at), attributes: keptOf(row) }
      return [session, { id: row.user_id, attributes: { who: whoOf(row) } }]
    },
    async getUserSessions(userId) {
      const rows = await named<SessionRow & { id_hash: string }>(db, listSessions, [userId, clock()])
      return rows.map((row) => ({ id: row.id_hash, userId, expiresAt: luciaEnd(row.seen_at), attributes: keptOf(row) }))
    },
    async setSession({ id, userId, attributes }: DatabaseSession) {
      const { businessId, data, origin, seenAt: at } = attributes
      const end = new Date(at.getTime() + longestMs)
      const values = [
        hashOf(id),
        userId,
        businessId ?? null,
        JSON.stringify(data),
        at,
        end,
        origin.address,
        origin.agent,
      ]
      await named(db, insertSession, values)
    },
    async updateSessionExpiration(id) {
      await named(db, touchSession, [hashOf(id), clock()])
    },
    async deleteSession(id) {
      await named(db, deleteSession, [hashOf(id)])
    },
    async deleteUserSessions(userId) {
      await named(db, deleteUserSessions, [userId])
    },
    async deleteExpiredSessions() {
      await named(db, deleteExpired, [clock()])
    },
  }
}

interface SessionRow {
  user_id: string
  session_hash: string
  business_id: string | null
  data: Record<string, unknown>
  seen_at: Date
  expires_at: Date
  address: string
  agent: string
  user_name: string
  email: string
  user_locale: string
  theme: Who['theme']
  keys: Who['keys']
  businesses: number
  business_name: string
  kind: 'general' | 'jeweller'
  accent: 'madder' | 'leaf' | 'indigo'
  zone: string
  start_month: number
  locale: string
  role: NonNullable<Who['business']>['role'] | null
  branch_id: string | null
}

const keptOf = (row: SessionRow): Kept => ({
  businessId: row.business_id ?? undefined,
  origin: { address: row.address, agent: row.agent },
  data: row.data,
  seenAt: row.seen_at,
})

const localeOf = (text: string) => (isLocale(text) ? text : 'en')

function whoOf(row: SessionRow): Who {
  return {
    sessionId: row.session_hash,
    userId: row.user_id,
    userName: row.user_name,
    email: row.email,
    locale: localeOf(row.user_locale),
    theme: row.theme,
    keys: row.keys,
    businesses: row.businesses,
    business: businessOf(row),
  }
}

function businessOf(row: SessionRow): Who['business'] {
  const { business_id: id, business_name: name, kind, accent, zone, start_month: startMonth, role } = row
  if (id === null || role === null) return undefined
  const locale = localeOf(row.locale)
  return { id, name, kind, accent, zone, startMonth, role, locale, branchId: row.branch_id ?? undefined }
}

// A person who was disabled, or who left the business of the session, is signed out.
const alive = `s.expires_at > $2 and u.disabled_at is null and (s.business_id is null or m.role is not null)
  and s.seen_at > $2 - case when m.role is null or m.role in ('owner', 'accountant')
    then interval '${idleMinutes.books} minutes' else interval '${idleMinutes.others} minutes' end`

const joined = `session s
  join app_user u on u.id = s.user_id
  left join membership m on m.business_id = s.business_id and m.user_id = s.user_id and m.ended_at is null
  left join business_directory d on d.id = m.business_id`

const findSession = {
  name: 'session.find',
  text: `select s.user_id, s.id_hash as session_hash, s.business_id, s.data, s.seen_at, s.expires_at, s.address, s.agent,
      u.name as user_name, u.email, u.locale as user_locale, u.theme, u.keys,
      (select count(*)::int from membership o where o.user_id = u.id and o.ended_at is null) as businesses,
      d.name as business_name, d.kind, d.accent, d.zone, d.fy_start_month as start_month, d.locale, m.role, m.branch_id
    from ${joined} where s.id_hash = $1 and ${alive}`,
}
const listSessions = {
  name: 'session.list',
  text: `select s.id_hash, s.user_id, s.business_id, s.data, s.seen_at, s.expires_at, s.address, s.agent
    from ${joined} where s.user_id = $1 and ${alive} order by s.seen_at desc`,
}
const insertSession = {
  name: 'session.insert',
  text: `insert into session (id_hash, user_id, business_id, data, created_at, seen_at, expires_at, address, agent)
    values ($1, $2, $3, $4, $5, $5, $6, $7, $8)
    on conflict (id_hash) do update set business_id = excluded.business_id, data = excluded.data`,
}
const touchSession = { name: 'session.touch', text: 'update session set seen_at = $2 where id_hash = $1' }
const deleteSession = { name: 'session.delete', text: 'delete from session where id_hash = $1' }
const deleteUserSessions = { name: 'session.delete-of-user', text: 'delete from session where user_id = $1' }
const deleteExpired = {
  name: 'session.delete-expired',
  text: 'delete from session where expires_at <= $1',
}
