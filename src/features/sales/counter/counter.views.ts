import type { TenderMode } from '../../../core/invoice-facts.ts'
import type { AreaView, FieldView, KvRow, SelectView, SummaryView } from '../../../web/components.views.ts'
import type { Choice, FormFields } from '../../../web/form-fields.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import type { Translate } from '../../../words/index.ts'
import type { KycView } from '../../compliance/index.ts'
import type { OldGoldEntryView } from '../../old-gold/index.ts'
import type { PicksView } from '../../parties/index.ts'
import type { ApprovalView } from '../../tills/index.ts'
import type { OwedView } from './owed.views.ts'

/** The whole screen: the form, its regions, and the buttons in the head. */
export interface CounterView extends Regions {
  id: string
  summary: SummaryView
  held: string
  discount: Entry
  scan: string
  keypad: readonly (readonly Key[])[]
  /** The first rates of a jeweller's board. */
  rates: readonly { name: string; rate: string }[]
  isJeweller: boolean
}

/** What one change answers with: each region finds its own place on the page. */
export interface Regions {
  /** Where the form sends a change: the draft. */
  action: string
  problem: SummaryView
  found: FoundView
  who: WhoView
  credits: CreditsView
  oldGold: OldGoldView | undefined
  approval: ApprovalView | undefined
  kyc: KycView | undefined
  lines: LinesView
  more: MoreView
  money: MoneyView
}

/** A field of the counter's own look: a number in a row, an amount in the drawer. */
export interface Entry {
  id: string
  name: string
  label: string
  value: string
  describedBy: string
  isWrong: boolean
}

/** What was looked for: the items to choose from, or why there is none. */
export interface FoundView {
  /** What goes back into the box; empty when nothing was left open. */
  typed: string
  error: string
  newHref: string
  pieceHref: string
  rows: readonly {
    button: 'pick_item' | 'pick_piece' | 'pick_lot'
    id: string
    name: string
    price: string
    stock: string
  }[]
}

export interface LinesView {
  count: string
  /** The number of the chosen line, for the form to send back. */
  selected: string
  /** Heads of a jeweller's bill: weight, rate, making, stones. */
  isJewellery: boolean
  /** Nobody to choose from: then no line asks who sold it. */
  sellers: readonly Choice[]
  rows: readonly LineView[]
}

export interface LineView {
  n: number
  item: string
  name: string
  about: string
  isSelected: boolean
  /** Wrong first, then what is only worth knowing. */
  says: readonly { id: string; text: string; isBad: boolean }[]
  quantity: Entry
  unit: string
  /** Empty where the price may be written. */
  price: string
  priceEntry: Entry | undefined
  discount: Entry
  amount: string
  remove: string
  /** Where a missing rate is written; empty where none is missing. */
  rateHref: string
  /** A tagged piece or a lot, instead of a quantity at a price. */
  jewel: JewelView | undefined
  seller: { id: string; name: string; value: string }
  sellerLabel: string
  /** What is sent back as it is, where no field shows it. */
  hidden: readonly { name: string; value: string }[]
}

export interface JewelView {
  /** "N-2210 · 22K · AB4K7Q" */
  about: string
  net: string
  gross: string
  rate: string
  wastage: string
  making: string
  makingSaid: string
  stones: string
  stonesSaid: string
  /** The fields of the chosen line: weights of a lot, and what may be asked in the place of the list. */
  fields: readonly (Entry & { short: string; hint: string })[]
  choose: string
}

export interface WhoView {
  /** Orders of the customer that wait, to be taken into the bill. */
  orders: { said: string; rows: readonly { href: string; text: string }[] } | undefined
  party: string
  /** The estimate, order or challan that the bill is made of. */
  from: string
  name: string
  phone: string
  owes: string
  /** What the customer has in points; empty for none. */
  points: string
  limit: string
  isOver: boolean
  /** Who the law knows the buyer by; empty where nobody asks. */
  pan: string
  isOpen: boolean
  q: string
  picks: PicksView | undefined
  mayNewParty: boolean
  /** What stands on the paper of a walk-in; undefined for a customer with a khata. */
  paper: { name: FieldView; phone: FieldView; address: FieldView; state: SelectView } | undefined
}

export interface OldGoldView {
  /** What the bill takes of it. */
  said: string
  /** The whole worth, where the bill does not need all of it. */
  rest: string
  isOpen: boolean
  entry: OldGoldEntryView
}

/** Without rows there is nothing to take in, and nothing is shown. */
export interface CreditsView {
  said: string
  isOpen: boolean
  problem: string
  rows: readonly (Entry & {
    itemId: string
    /** A note in exchange, whose amount follows the bill. */
    isFollowing: boolean
    says: string
  })[]
}

export interface MoreView {
  said: string
  isOpen: boolean
  place: SelectView
  reason: FieldView
  date: FieldView | undefined
  /** Undefined where nobody is named. */
  seller: SelectView | undefined
  note: AreaView
}

export interface MoneyView {
  kind: string
  rows: readonly KvRow[]
  pay: string
  /** In paise, for the form to send back. */
  total: string
  tenders: readonly TenderView[]
  others: readonly TenderView[]
  references: readonly Entry[]
  owed: OwedView
  areOthersOpen: boolean
  active: TenderMode
  rest: { label: string; value: string; tone: '' | 'good' | 'bad' }
  says: readonly { id: string; text: string; isBad: boolean }[]
  isCash: boolean
  hasKhata: boolean
}

export interface TenderView extends Entry {
  mode: TenderMode
  isActive: boolean
  /** The code for the amount; UPI alone has one, where the shop has an id. */
  qrHref: string
}

export interface Key {
  value: string
  text: string
  kind: 'digit' | 'word' | 'del'
}

export interface UpiView {
  amount: string
  to: string
  qrSvg: RawHtml
}

declare module '../../../web/views.ts' {
  interface Views {
    'sales/counter/new': CounterView
    'sales/counter/_change': Regions
    'sales/counter/_found': FoundView
    'sales/counter/_who': WhoView
    'sales/counter/_lines': LinesView
    'sales/counter/_more': MoreView
    'sales/counter/_credits': CreditsView
    'sales/counter/_old-gold': OldGoldView
    'sales/counter/_jewel': { line: LineView; jewel: JewelView; sellers: readonly Choice[] }
    'sales/counter/_money': MoneyView
    'sales/counter/_tender': TenderView
    'sales/counter/_owed': OwedView
    'sales/counter/_go': MoneyView
    'sales/counter/_upi': UpiView
    'sales/counter/upi': UpiView
  }
}

/** What every part of the screen is made with. */
export interface Pen {
  t: Translate
  f: FormFields
  /** What is wrong, in words, by the name of the field. */
  wrong: Readonly<Record<string, string>>
}

export const idOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9-]+/g, '-')

export function entryOf({ wrong }: Pen, name: string, value: string, label: string): Entry {
  const isWrong = wrong[name] !== undefined
  const id = idOf(name)
  return { id, name, label, value, describedBy: isWrong ? `say-${id}` : '', isWrong }
}
