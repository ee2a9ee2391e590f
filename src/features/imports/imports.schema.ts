import { Type } from '@fastify/type-provider-typebox'

export const strict = { additionalProperties: false }
export const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, strict)
export const formId = Type.String({ format: 'uuid' })
export const config = { permission: 'import.run' } as const
