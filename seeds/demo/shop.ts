import { gstinCheckDigit } from '../../src/core/gstin.ts'
import type { Role } from '../../src/core/permissions.ts'
import type { NewBusiness } from '../../src/features/businesses/index.ts'
import type { Locale } from '../../src/words/index.ts'

/** A demo shop as it is told: people, goods and customers. What it did in its year is planned from it (plan.ts). */
export interface DemoShop {
  readonly seed: number
  readonly business: NewBusiness
  /** The first of them owns it. */
  readonly people: readonly DemoPerson[]
  readonly items: readonly DemoItem[]
  readonly parties: readonly DemoParty[]
  readonly trade: Trade
}

export interface DemoPerson {
  readonly role: Role
  readonly name: string
  readonly email: string
  readonly locale: Locale
}

export interface DemoItem {
  readonly name: string
  readonly kind: 'goods' | 'service'
  readonly unit: string
  readonly hsn: string
  readonly gst: GstName
  /** Whole rupees, of one. */
  readonly price: number
  readonly cost: number
  /** What people usually take of it, in thousandths. */
  readonly usual: readonly number[]
  /** How often it is taken, against the others. */
  readonly share: number
}

/** The classes that a new business has, with the rate that was in force all through the demo's year. */
export const gstNames = {
  'Nil rated': 0,
  'Merit goods and services': 500,
  Standard: 1800,
  'Jewellery, coins, bullion': 300,
  'Job work of a karigar': 500,
} as const
export type GstName = keyof typeof gstNames

export interface DemoParty {
  readonly name: string
  readonly kind: 'customer' | 'supplier'
  readonly address: string
  readonly city: string
  readonly pin: string
  readonly state: string
  readonly gstin: string
  readonly termsDays: number
  /** Whole rupees; none for no limit. */
  readonly limit: number | null
  readonly habit: Habit
  /** Bills that are still open, by how many days ago they fell due. */
  readonly unpaid: readonly number[]
  /** Whole rupees on the first day: above zero owed to the shop, below owed by it. */
  readonly opening: number
  readonly locale: Locale | ''
  readonly notes: string
}

/** Pays at the counter; when it is due; or long after. */
export type Habit = 'at-once' | 'prompt' | 'slow'

export interface Trade {
  /** Bills in a hundred days. */
  readonly bills: number
  /** How many in a hundred are to people without a khata. */
  readonly walkIns: number
  readonly mostLines: number
  /** Who has a GSTIN buys so many times as much. */
  readonly wholesale: number
  readonly includesTax: boolean
  /** From this bill on (whole rupees) a walk-in gives name and address; cash is not taken above it. */
  readonly large: number
  /** Whole rupees a month. */
  readonly rent: number
  readonly wages: number
  readonly power: number
  /** What the shop began its books with. */
  readonly cash: number
  readonly bank: number
  readonly advances: readonly { readonly party: string; readonly daysAgo: number; readonly amount: number }[]
  readonly adjustments: readonly { readonly item: string; readonly milli: number; readonly reason: string }[]
}

type Place = Pick<DemoParty, 'address' | 'city' | 'pin' | 'state'>

/** A customer of a place who pays at the counter, unless more is said. */
export function customer(name: string, place: Place, more: Partial<DemoParty> = {}): DemoParty {
  const plain = { gstin: '', termsDays: 0, limit: null, unpaid: [], opening: 0, locale: '', notes: '' } as const
  return { name, kind: 'customer', habit: 'at-once', ...plain, ...place, ...more }
}

/** One who is owed since before the books began, and paid by and by. */
export const supplier = (name: string, place: Place, pan: string, owed: number): DemoParty =>
  customer(name, place, { kind: 'supplier', gstin: gstinOf(place.state, pan), opening: -owed, termsDays: 30 })

/** The first registration of a PAN in a State, with its check digit. */
export function gstinOf(state: string, pan: string): string {
  const begins = `${state}${pan}1Z`
  return begins + gstinCheckDigit(begins)
}
