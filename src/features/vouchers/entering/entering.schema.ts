import { Type } from '@fastify/type-provider-typebox'
import type { Typed } from './entering.typed.ts'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const name = { 'party.name': text(120), 'party.ref': text(50), 'party.was': text(120), 'party.pick': text(50) }
const taxed = {
  taxable: text(40),
  rate: text(5),
  credit: text(4),
  supplier_state: text(2),
  place: text(2),
  round_off: text(20),
  cess: text(40),
  reverse_charge: text(4),
  hsn: text(10),
  due: text(20),
  against: text(40),
}

/** Of every form of entry; a file is looked at byte by byte, and the form may hold none. */
export const entryBody = Type.Object(
  {
    id: Type.String({ pattern: `^${uuid}$` }),
    kind: Type.String({ maxLength: 12 }),
    on_date: text(20),
    narration: text(300),
    rows: text(3),
    do: text(10),
    template_name: text(60),
    account: text(40),
    paid_from: text(40),
    bill_number: text(40),
    bill_date: text(20),
    original_number: text(40),
    original_date: text(20),
    reason: text(20),
    attachment: Type.Optional(Type.Unknown()),
    ...name,
    ...taxed,
  },
  {
    additionalProperties: false,
    maxProperties: 400,
    patternProperties: {
      '^lines\\.[0-9]{1,2}\\.(name|ref|was|pick|debit|credit|as|due)$': { type: 'string', maxLength: 120 },
    },
  },
)

/** What the sums of a note or expense are made of. */
export const taxQuery = Type.Object(
  { kind: text(12), 'party.ref': text(50), paid_from: text(40), ...taxed },
  { additionalProperties: false },
)

export const newQuery = Type.Object({ kind: text(12), template: text(40) }, { additionalProperties: false })
export const namesQuery = Type.Object({ q: text(120), kind: text(12), party: text(1) }, { additionalProperties: false })

/** A photo is larger than a form; a little more is read than is kept, so that who sends too much is told in the form. */
export const multipartOptions = { limits: { files: 1, fields: 60, fileSize: 12 * 1024 * 1024 } }

/** What was typed, and the file apart. */
export function sentIn(body: object): { typed: Typed; file: Buffer } {
  const entries = Object.entries(body)
  const typed = Object.fromEntries(entries.filter(([key, value]) => key !== '_csrf' && typeof value === 'string'))
  const file: unknown = 'attachment' in body ? body.attachment : undefined
  return { typed, file: Buffer.isBuffer(file) ? file : Buffer.alloc(0) }
}
