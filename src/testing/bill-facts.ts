import type { CashFacts } from '../core/cash-facts.ts'
import { indianRules } from '../core/cash-rules.ts'
import { decideInvoice, type InvoiceDecision, type InvoiceOutcome } from '../core/invoice.ts'
import {
  type InvoiceFacts,
  type InvoiceItem,
  type InvoiceParty,
  type InvoiceRequest,
  noJewellery,
  type RequestLine,
  type RequestTender,
} from '../core/invoice-facts.ts'
import { type Paise, parseRupees, zero } from '../core/money.ts'
import { milli } from '../core/quantity.ts'

/** Facts and requests of the pure decision; what a test does not name gets a sensible value. */
export const rs = (text: string): Paise => parseRupees(text) ?? zero
const roles = {
  cash: 'cash', upi: 'upi', card: 'card', bank: 'bank', debtors: 'debtors', sales: 'sales', stock: 'stock',
  'output-cgst': 'cgst', 'output-sgst': 'sgst', 'output-igst': 'igst', 'output-cess': 'cess', 'round-off': 'round',
  'cost-of-goods': 'cogs',
} // biome-ignore format: a table
export const item = (has: Partial<InvoiceItem> = {}): InvoiceItem => ({
  id: 'rice',
  name: 'Rice',
  hsn: '1006',
  unit: 'KGS',
  kind: 'goods',
  gstKind: 'taxable',
  rateBp: 1800,
  isArchived: false,
  level: { quantity: milli(10_000n), value: rs('600') },
  purchasePrice: rs('60'),
  ...has,
})
export const meera: InvoiceParty = {
  id: 'meera',
  name: 'Meera Shah',
  gstin: '',
  state: '24',
  address: '4 Mandvi Road, Surat',
  termsDays: 15,
  creditLimit: null,
  balance: zero,
  isArchived: false,
}
/** The rules of India, and nothing that came before. */
export const cashFacts = (has: Partial<CashFacts> = {}): CashFacts => ({
  rules: indianRules,
  ...{ dayIn: zero, dayOut: zero, monthIn: zero, last12Months: zero, papers: [], bills: [], isIdentified: false },
  ...has,
})
type Has = Partial<Omit<InvoiceFacts, 'items' | 'business'>> & {
  items?: InvoiceItem[]
  business?: Partial<InvoiceFacts['business']>
}
export const facts = ({ items = [item()], business = {}, ...has }: Has = {}): InvoiceFacts => ({
  today: '2026-11-21',
  business: { taxScheme: 'regular', rounding: 'rupee', negativeStock: 'refuse', lockDate: null, ...business },
  branch: { id: 'surat', state: '24' },
  party: null,
  items: new Map(items.map((one) => [one.id, one])),
  roles,
  mayExceedCredit: false,
  ...noJewellery,
  ...has,
})
export const line = (has: Partial<RequestLine> = {}): RequestLine => ({
  itemId: 'rice',
  quantity: milli(1000n),
  price: rs('100'),
  priceIncludesTax: true,
  discount: { kind: 'none' },
  ...has,
})
export const cash = (text: string): RequestTender => ({ mode: 'cash', amount: rs(text), reference: '' })
export const upi = (text: string): RequestTender => ({ mode: 'upi', amount: rs(text), reference: 'T1' })
export const walkIn = { kind: 'walk-in', name: '', phone: '', address: '', state: '' } as const
export const toMeera = { kind: 'party', partyId: 'meera' } as const
export const request = (has: Partial<InvoiceRequest> = {}): InvoiceRequest => ({
  id: 'b1',
  onDate: '2026-11-21',
  buyer: walkIn,
  lines: [line()],
  billDiscount: { kind: 'none' },
  tenders: [cash('100')],
  placeOfSupply: null,
  note: '',
  ...has,
})
const keys = (outcome: InvoiceOutcome): string[] => ('refused' in outcome ? outcome.refused.map(({ key }) => key) : [])
function decided(outcome: InvoiceOutcome): InvoiceDecision {
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused))
  return outcome.ok
}
export const decide = (has: Has, asked: Partial<InvoiceRequest>): InvoiceDecision =>
  decided(decideInvoice(facts(has), request(asked)))
export const refuse = (has: Has, asked: Partial<InvoiceRequest>): string[] =>
  keys(decideInvoice(facts(has), request(asked)))
