import { Type } from '@fastify/type-provider-typebox'
import { oldGoldPattern } from '../../old-gold/index.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const id = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const idOrNone = Type.String({ pattern: `^(${id})?$`, default: '' })
const strict = { additionalProperties: false }

export const draftParams = Type.Object({ id: Type.String({ pattern: `^${id}$` }) })

export const newQuery = Type.Object(
  {
    party: Type.Optional(text(40)),
    draft: Type.Optional(text(40)),
    repeat: Type.Optional(text(40)),
    note: Type.Optional(text(40)),
    who: Type.Optional(text(100)),
  },
  strict,
)

export const itemsQuery = Type.Object({ scan: text(200) }, strict)

/**
 * The form of the counter. What is typed may be anything up to its length; ids and line numbers are written by our own
 * pages. The names of the buttons say what was asked for.
 */
export const billBody = Type.Object(
  {
    id: Type.String({ pattern: `^${id}$` }),
    total: text(20),
    scan: text(200),
    q: text(100),
    do: text(20),
    remove: text(4),
    pick_item: idOrNone,
    party_id: idOrNone,
    key: text(12),
    choose: text(4),
    take: idOrNone,
    pick_piece: text(40),
    pick_lot: idOrNone,
    seller: idOrNone,
    from: idOrNone,
    exchange: idOrNone,
    exchange_was: text(30),
    approver: text(40),
    pin: text(12),
    kyc_pan: text(20),
    kyc_name: text(100),
    kyc_address: text(200),
    kyc_id_kind: text(20),
    kyc_id: text(40),
    kyc_reason: text(200),
    og_document: idOrNone,
    og_rows: text(2),
    og_id_kind: text(20),
    og_id: text(40),
    og_declared: text(5),
    pay: text(5),
    party: idOrNone,
    name: text(100),
    phone: text(40),
    address: text(200),
    state: Type.String({ pattern: '^(\\d{2})?$', default: '' }),
    discount: text(30),
    cash: text(30),
    upi: text(30),
    upi_ref: text(50),
    card: text(30),
    card_ref: text(50),
    bank: text(30),
    bank_ref: text(50),
    points: text(12),
    gift: text(30),
    gift_amount: text(30),
    date: text(30),
    place: Type.String({ pattern: '^(\\d{2})?$', default: '' }),
    place_reason: text(200),
    note: text(500),
    selected: text(4),
    active: text(5),
  },
  {
    ...strict,
    patternProperties: {
      '^lines\\.\\d{1,3}\\.item$': Type.String({ pattern: `^${id}$` }),
      '^lines\\.\\d{1,3}\\.(piece|lot|order|seller)$': idOrNone,
      '^lines\\.\\d{1,3}\\.(quantity|price|listed|discount|gross|net|count|rate|making|wastage)$': Type.String({
        maxLength: 30,
      }),
      [oldGoldPattern]: Type.String({ maxLength: 80 }),
      [`^take\\.${id}$`]: Type.String({ maxLength: 30 }),
    },
  },
)
