import type { FastifyRequest } from 'fastify'

const mostAgent = 300

/** A session under a new id, so that nobody who knew the old one is signed in by it. */
export async function startSession(
  request: FastifyRequest,
  userId: string,
  businessId: string | undefined,
): Promise<void> {
  const { session, ip } = request
  session.userId = userId
  session.businessId = businessId
  session.origin = { address: ip, agent: (request.headers['user-agent'] ?? '').slice(0, mostAgent) }
  await session.regenerate(['userId', 'businessId', 'origin'])
}
