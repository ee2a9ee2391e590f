import { Type } from '@fastify/type-provider-typebox'

export const strict = { additionalProperties: false }
export const text = (maxLength: number) => Type.String({ maxLength, default: '' })
export const formId = Type.String({ format: 'uuid' })
export const purityParams = Type.Object({ purityId: Type.String({ maxLength: 40 }) })
export const canSee = { permission: 'board.view' } as const
export const canEdit = { permission: 'board.edit' } as const
