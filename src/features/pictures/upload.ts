import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { largestPicture, type Picture } from './pictures.commands.ts'

/** Of a form with one file, `photo`. The picture is looked at byte by byte when it is kept, and the form may hold none. */
export const pictureUpload = {
  body: Type.Object({ photo: Type.Optional(Type.Unknown()) }, { additionalProperties: false }),
  bodyLimit: largestPicture + 64 * 1024,
}

/** The file that the form sent; nothing chosen is no picture. */
export function pictureOf(request: FastifyRequest): Buffer {
  const body: unknown = request.body
  const sent = typeof body === 'object' && body !== null && 'photo' in body ? body.photo : undefined
  return Buffer.isBuffer(sent) ? sent : Buffer.alloc(0)
}

/** Its address names what it shows, so a browser keeps it for good. */
export const sendPicture = (reply: FastifyReply, { mime, bytes }: Picture): FastifyReply =>
  reply.type(mime).header('cache-control', 'private, max-age=31536000, immutable').send(bytes)
