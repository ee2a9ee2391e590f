import { Type } from '@fastify/type-provider-typebox'
import type { Typed } from './making.form.ts'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'

/** A file is looked at byte by byte, and the form may hold none. */
export const billBody = Type.Object(
  {
    ...{
      id: Type.String({ pattern: uuid }),
      party_id: Type.String({ maxLength: 40 }),
      rows: text(3),
      do: text(10),
      approval: text(40),
    },
    ...{ their_number: text(40), their_date: text(20), on_date: text(20), due: text(20), said: text(40) },
    ...{ supplier_state: text(2), place: text(2), reverse_charge: text(4), discount: text(40), round_off: text(20) },
    ...{ basis: text(8), metal: text(8), fine: text(20), metal_rate: text(40), note: text(500) },
    ...{ 'freight.words': text(120), 'freight.price': text(40), 'freight.quantity': text(20), 'freight.rate': text(5) },
    ...{ 'freight.hsn': text(20), 'freight.cess': text(40) },
    ...{ 'freight.credit': text(4), 'freight.how': text(8), attachment: Type.Optional(Type.Unknown()) },
  },
  {
    additionalProperties: false,
    maxProperties: 1000,
    patternProperties: {
      '^r\\.[0-9]{1,2}\\.(receipt|line|take|hsn|quantity|price|discount|rate|cess|credit)$': {
        type: 'string',
        maxLength: 40,
      },
      '^n\\.[0-9]{1,2}\\.(item|account|words|hsn|quantity|price|discount|rate|cess|credit)$': {
        type: 'string',
        maxLength: 120,
      },
    },
  },
)

export const newQuery = Type.Object(
  { party: text(40), party_id: text(40), receipt: text(40), take: text(4), approval: text(40) },
  { additionalProperties: false },
)

/** What was typed, and the file apart. */
export function sentIn(body: object): { typed: Typed; file: Buffer } {
  const entries = Object.entries(body)
  const typed = Object.fromEntries(entries.filter(([key, value]) => key !== '_csrf' && typeof value === 'string'))
  const file: unknown = 'attachment' in body ? body.attachment : undefined
  return { typed, file: Buffer.isBuffer(file) ? file : Buffer.alloc(0) }
}
