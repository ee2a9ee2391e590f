import { Type } from '@fastify/type-provider-typebox'
import { lineFields, mostLines } from './making.form.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const strict = { additionalProperties: false }
export const newQuery = Type.Object(
  {
    ...{ party: text(40), q: text(100), items: text(8000), copy: text(40), replace: text(40), sales_order: text(40) },
    branch: text(40),
  },
  strict,
)
export const itemsQuery = Type.Object({ scan: text(100), party_id: text(40), branch: text(40) }, strict)
export const orderBody = Type.Object(
  {
    ...{ id: Type.String({ pattern: uuid }), party_id: text(40), sales_order: text(40), copied_from: text(40) },
    ...{ replaces: text(40), expected_on: text(30), branch: text(40), terms: text(500), note: text(500) },
    ...{ scan: text(100), do: text(8), remove: text(4), pick_item: text(40) },
  },
  {
    ...strict,
    maxProperties: 14 + mostLines * lineFields.length,
    patternProperties: { [`^lines\\.\\d{1,2}\\.(${lineFields.join('|')})$`]: Type.String({ maxLength: 200 }) },
  },
)
