import { Type } from '@fastify/type-provider-typebox'

export const strict = { additionalProperties: false }
export const text = (maxLength: number) => Type.String({ maxLength, default: '' })
export const uuid = Type.String({ format: 'uuid' })
export const idParams = Type.Object({ id: uuid })
export const afterQuery = Type.Object({ after: text(600) }, strict)
export const seePrices = { permission: 'item.view' } as const
export const editPrices = { permission: 'price.edit' } as const
