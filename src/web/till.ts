import { Signer } from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { can } from '../core/permissions.ts'
import type { Db } from '../db/database.ts'
import { isId } from '../db/ids.ts'
import { named } from '../db/named.ts'
import { inBusiness } from '../db/tenant.ts'
import type { SessionOptions } from './session.ts'

declare module 'fastify' {
  interface Session {
    /** The till of the device, as it was found for this business. */
    till?: Seat | undefined
  }
  interface FastifyRequest {
    /** The till at which the device stands; known in requests that change something, and after `seat()`. */
    tillId: string | undefined
    /** Finds it, for pages that only show. */
    seat(): Promise<string | undefined>
  }
  interface FastifyReply {
    /** Puts the device at a till, for this session and those to come. */
    sitDown(seat: Seat): void
  }
}

interface Seat {
  businessId: string
  id: string
}

interface Options extends Pick<SessionOptions, 'secret' | 'secure'> {
  db: Db
}

const cookieName = 'khata-till'
const lasts = 400 * 24 * 3600

/**
 * At which till a device stands: what was chosen there once, else the first till of the person's branch. The choice
 * outlives the session in a signed cookie; the session keeps what was found, so that it is looked up once.
 */
export const seats = fp(async (app: FastifyInstance, { db, secret, secure }: Options) => {
  const signer = new Signer(secret)
  app.decorateRequest('tillId', {
    getter(this: FastifyRequest) {
      const till = this.whoIfAny && this.session.till
      return till && till.businessId === this.whoIfAny?.business?.id ? till.id : undefined
    },
  })
  app.decorateRequest('seat', async function (this: FastifyRequest) {
    const business = this.whoIfAny?.business
    if (!business || this.tillId !== undefined || !can(business.role, 'till.use')) return this.tillId
    const { value } = signer.unsign(this.cookies[cookieName] ?? '')
    const [ofBusiness, chosen = ''] = (value ?? '').split('.')
    const wanted = ofBusiness === business.id && isId(chosen) ? chosen : null
    const [till] = await inBusiness(db, business.id, (tx) =>
      named<{ id: string }>(tx, tillOfDevice, [business.id, wanted, business.branchId ?? null]),
    )
    if (till) this.session.till = { businessId: business.id, id: till.id }
    return till?.id
  })
  app.decorateReply('sitDown', function (this: FastifyReply, seat: Seat) {
    this.request.session.till = seat
    const value = signer.sign(`${seat.businessId}.${seat.id}`)
    this.setCookie(cookieName, value, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: lasts, secure: by[secure] })
  })
  app.addHook('preHandler', async (request) => {
    if (request.method === 'POST') await request.seat()
  })
})

const by = { auto: 'auto', always: true, never: false } as const

const tillOfDevice = {
  name: 'till.of_device',
  text: `
    select t.id from till t
    where t.business_id = $1 and t.archived_at is null and (t.id = $2::uuid or (t.is_main and t.branch_id = coalesce($3::uuid,
      (select b.id from branch b where b.business_id = $1 and b.is_main order by b.id limit 1))))
    order by coalesce(t.id = $2::uuid, false) desc limit 1`,
}
