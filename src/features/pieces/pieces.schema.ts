import { Type } from '@fastify/type-provider-typebox'

export const strict = { additionalProperties: false }
export const text = (maxLength: number) => Type.String({ maxLength, default: '' })
/** A uuid v7, as our own pages write it. */
export const uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$' })
export const pieceParams = Type.Object({ pieceId: uuid })

/** The filter of the list, in the address. */
export const filterQuery = {
  q: text(100),
  state: text(12),
  item: text(36),
  purity: text(36),
  counter: text(30),
  least: text(20),
  most: text(20),
  age: text(11),
}

/** What the forms of a new piece and of one that is changed send alike. */
export const pieceBody = {
  fields: {
    do: text(10),
    stones: text(3),
    huid: text(12),
    counter: text(30),
    size: text(30),
    gross: text(20),
    other_weight: text(20),
    net_weight: text(20),
    making_kind: text(10),
    making: text(30),
    wastage_kind: text(10),
    wastage: text(30),
    hallmark: text(30),
    other: text(30),
    other_words: text(60),
    fixed_price: text(30),
    note: text(500),
  },
  stones: { '^stone\\.\\d{1,2}\\.(kind|shape|quality|pieces|carat|basis|rate)$': Type.String({ maxLength: 40 }) },
}
