import { financialYear } from './dates.ts'
import { absolute, paise, wholeRupees, zero } from './money.ts'
import { quantity as shown } from './quantity.ts'
import { isStateCode } from './states.ts'
import type {
  ReceiptLineFacts,
  SupplierBillFacts,
  SupplierBillLine,
  SupplierBillRequest,
  SupplierBillSays,
} from './supplier-bill-facts.ts'
import { checkAccount, checkDate } from './voucher-entry.ts'
import { mostOfEntry } from './voucher-facts.ts'

/** Every reason why a supplier's bill cannot be taken, at the field that it speaks of. */
export function checkSupplierBill(facts: SupplierBillFacts, request: SupplierBillRequest): SupplierBillSays[] {
  return [
    ...checkDate(facts, request.onDate),
    ...checkHead(facts, request),
    ...checkReverseCharge(facts, request),
    ...checkBasis(request),
    ...request.lines.flatMap((line) => [
      ...checkAmounts(line),
      ...checkTax(facts, request, line),
      ...checkWhat(facts, line),
    ]),
    ...checkFreight(request),
    ...checkReceived(facts, request),
  ]
}

function checkHead(facts: SupplierBillFacts, request: SupplierBillRequest): SupplierBillSays[] {
  const { theirNumber, theirDate, placeOfSupply, supplierState, dueOn, roundOff, lines } = request
  const says: SupplierBillSays[] = []
  if (theirNumber === '') says.push({ key: 'supplierBills.refusal.number', field: 'their_number' })
  if (theirDate > facts.today) says.push({ key: 'fields.date.future', field: 'their_date' })
  if (facts.twin) {
    const values = { number: facts.twin.number, year: financialYear(theirDate).label }
    says.push({ key: 'supplierBills.refusal.twin', values, field: 'their_number', status: 409 })
  }
  if (dueOn !== null && dueOn < theirDate) says.push({ key: 'supplierBills.refusal.due', field: 'due' })
  if (!isStateCode(placeOfSupply)) says.push({ key: 'fields.choose', field: 'place' })
  if (!isStateCode(supplierState)) says.push({ key: 'fields.choose', field: 'supplier_state' })
  if (roundOff !== null && absolute(roundOff) > mostRounded)
    says.push({ key: 'supplierBills.refusal.roundOff', field: 'round_off' })
  if (lines.length === 0) says.push({ key: 'supplierBills.refusal.noLines', field: 'lines' })
  return says
}

/** A bill is rounded to the rupee next to it, or to ten. */
const mostRounded = paise(10_00n)

/** Owed by who is registered: CGST Act, section 9(3) and (4). */
function checkReverseCharge(facts: SupplierBillFacts, request: SupplierBillRequest): SupplierBillSays[] {
  if (!request.isReverseCharge) return []
  if (!facts.isRegistered) return [{ key: 'reverseCharge.refusal.unregistered', field: 'reverse_charge' }]
  return request.lines.some(({ rateBp, cess = zero }) => rateBp > 0 || cess > 0n)
    ? []
    : [{ key: 'reverseCharge.refusal.noTax', field: 'reverse_charge' }]
}

function checkBasis({ basis, lines }: SupplierBillRequest): SupplierBillSays[] {
  if (basis.kind === 'rupees') return []
  const says: SupplierBillSays[] = []
  if (basis.fine <= 0n) says.push({ key: 'supplierBills.refusal.fine', field: 'fine' })
  if (basis.rate <= 0n) says.push({ key: 'supplierBills.refusal.metalRate', field: 'metal_rate' })
  if (!lines.some(isGoods)) says.push({ key: 'supplierBills.refusal.metalGoods', field: 'lines' })
  return says
}

const isGoods = ({ of }: SupplierBillLine): boolean => of.kind === 'receipt' || of.kind === 'goods'

function checkAmounts({
  quantity,
  price,
  discount,
  rateBp,
  cess = zero,
  hsn,
  field,
}: SupplierBillLine): SupplierBillSays[] {
  const says: SupplierBillSays[] = []
  if (quantity <= 0n) says.push({ key: 'fields.quantity.positive', field: `${field}.quantity` })
  if (price < 0n) says.push({ key: 'fields.amount.notNegative', field: `${field}.price` })
  if (price > mostOfEntry)
    says.push({ key: 'fields.amount.max', values: { max: wholeRupees(mostOfEntry) }, field: `${field}.price` })
  if (discount < 0n || discount * 1000n > price * (quantity < 0n ? 0n : quantity) + 500n)
    says.push({ key: 'supplierBills.refusal.discount', field: `${field}.discount` })
  if (cess < 0n) says.push({ key: 'fields.amount.notNegative', field: `${field}.cess` })
  if (cess > mostOfEntry)
    says.push({ key: 'fields.amount.max', values: { max: wholeRupees(mostOfEntry) }, field: `${field}.cess` })
  if (hsn !== '' && !/^\d{4}(\d{2}){0,2}$/.test(hsn)) says.push({ key: 'fields.hsn', field: `${field}.hsn` })
  if (!Number.isInteger(rateBp) || rateBp < 0 || rateBp > 10_000)
    says.push({ key: 'fields.choose', field: `${field}.rate` })
  return says
}

/** Who has no GSTIN charges no tax (CGST Act, section 32); and tax of another State is that State's. */
function checkTax(facts: SupplierBillFacts, request: SupplierBillRequest, line: SupplierBillLine): SupplierBillSays[] {
  if (line.rateBp === 0 && (line.cess ?? zero) === 0n) return []
  const field = `${line.field}.${line.rateBp === 0 ? 'cess' : 'rate'}`
  if (!facts.party.hasGstin && !request.isReverseCharge) return [{ key: 'supplierBills.refusal.noGstin', field }]
  const isCredited = facts.isRegular && line.hasCredit
  return isCredited && request.placeOfSupply !== facts.ownState
    ? [{ key: 'vouchers.refusal.creditElsewhere', field: 'place' }]
    : []
}

function checkWhat({ accounts, items }: SupplierBillFacts, { of, field }: SupplierBillLine): SupplierBillSays[] {
  switch (of.kind) {
    case 'receipt':
    case 'freight':
      return []
    case 'goods': {
      const item = items.get(of.itemId)
      if (item?.kind !== 'goods') return [{ key: 'supplierBills.refusal.noItem', field: `${field}.item` }]
      return item.isArticle ? [{ key: 'supplierBills.refusal.article', field: `${field}.item` }] : []
    }
    case 'account':
      return checkExpense(accounts.get(of.accountId), `${field}.account`)
  }
}

/** An expense, what is used for years, or freight that waits for its bill. */
function checkExpense(account: Parameters<typeof checkAccount>[0], field: string): SupplierBillSays[] {
  const wrong = checkAccount(account, field)
  if (wrong.length > 0 || !account) return wrong
  const isAsset = account.nature === 'asset' && account.money === null && account.role === null
  const fits = account.nature === 'expense' || isAsset || account.role === 'landed-cost'
  return fits ? [] : [{ key: 'vouchers.refusal.notExpense', field }]
}

function checkFreight({ lines }: SupplierBillRequest): SupplierBillSays[] {
  const spread = lines.find(({ of }) => of.kind === 'freight' && of.isSpread)
  return spread && !lines.some(isGoods)
    ? [{ key: 'supplierBills.refusal.freightGoods', field: `${spread.field}.price` }]
    : []
}

/** No more is billed of a receipt than came, was kept and is not billed yet; two lines of one bill count together. */
function checkReceived({ receiptLines }: SupplierBillFacts, { lines }: SupplierBillRequest): SupplierBillSays[] {
  const asked = new Map<string, bigint>()
  return lines.flatMap((line): SupplierBillSays[] => {
    if (line.of.kind !== 'receipt') return []
    const found = findReceiptLine(receiptLines, line.of)
    if (!found) return [{ key: 'supplierBills.refusal.noReceipt', field: `${line.field}.quantity`, status: 409 }]
    const place = `${found.receiptId} ${found.line}`
    const sum = (asked.get(place) ?? 0n) + line.quantity
    asked.set(place, sum)
    if (sum <= found.left) return []
    const values = { left: shown(found.left), receipt: found.number, what: found.words }
    return [{ key: 'supplierBills.refusal.overReceived', values, field: `${line.field}.quantity` }]
  })
}

export const findReceiptLine = (
  all: readonly ReceiptLineFacts[],
  { receiptId, line }: { readonly receiptId: string; readonly line: number },
): ReceiptLineFacts | undefined => all.find((one) => one.receiptId === receiptId && one.line === line)
