import { Type } from '@fastify/type-provider-typebox'

export const strict = { additionalProperties: false }
export const text = (maxLength: number) => Type.String({ maxLength, default: '' })
/** A uuid v7, as our own pages write it. */
export const uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$' })
export const itemParams = Type.Object({ itemId: uuid })
