import { Type } from '@fastify/type-provider-typebox'

export const text = (maxLength: number) => Type.String({ maxLength, default: '' })
/** A uuid v7, as our own pages write it. */
export const uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$' })
export const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })

/** Of every form that moves goods: what a form has no use for stays empty. */
export const formBody = Type.Object(
  {
    ...{ id: uuid, branch: text(40), to_branch: text(40), counter: text(40), party_id: text(40), due_on: text(30) },
    ...{
      note: text(500),
      gives_credit_back: text(3),
      lot: text(40),
      out: text(30),
      touch: text(20),
      allowance: text(20),
    },
    ...{ stones_lot: text(40), stones_value: text(30), scan: text(100), remove: text(4) },
  },
  {
    additionalProperties: false,
    patternProperties: {
      '^lines\\.\\d{1,3}\\.(ref|quantity|gross|net|pieces|way|reason|batch)$': Type.String({ maxLength: 60 }),
    },
  },
)

/** So many lines a movement has at most: a box that is carried by hand. */
export const mostLines = 200

export type Typed = Readonly<Record<string, string>>
