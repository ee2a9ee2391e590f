import { SaxesParser } from 'saxes'

interface TallyEntry {
  ledger: string
  isPositive: boolean
  amount: bigint
  bills: { name: string; type: string; amount: bigint }[]
}
export interface TallyVoucher {
  id: string
  number: string
  date: string
  type: string
  entries: TallyEntry[]
}

/** Reads the file as Tally would, by a parser that did not write it: in Tally's signs, a debit below zero. */
export function readTally(xml: string): TallyVoucher[] {
  const vouchers: TallyVoucher[] = []
  walk(xml, (path, content, attributes) => {
    const name = path.at(-1)
    const voucher = vouchers.at(-1)
    const entry = voucher?.entries.at(-1)
    if (name === 'VOUCHER')
      vouchers.push({ id: attributes['REMOTEID'] ?? '', number: '', date: '', type: '', entries: [] })
    if (name === 'VOUCHERNUMBER' && voucher) voucher.number = content
    if (name === 'DATE' && voucher) voucher.date = content
    if (name === 'VOUCHERTYPENAME' && voucher) voucher.type = content
    if (name === 'ALLLEDGERENTRIES.LIST')
      voucher?.entries.push({ ledger: '', isPositive: false, amount: 0n, bills: [] })
    if (name === 'BILLALLOCATIONS.LIST') entry?.bills.push({ name: '', type: '', amount: 0n })
    const bill = path.includes('BILLALLOCATIONS.LIST') ? entry?.bills.at(-1) : undefined
    if (name === 'NAME' && bill) bill.name = content
    if (name === 'BILLTYPE' && bill) bill.type = content
    if (name === 'AMOUNT') Object.assign(bill ?? entry ?? {}, { amount: BigInt(content.replace('.', '') || '0') })
    if (name === 'LEDGERNAME' && entry) entry.ledger = content
    if (name === 'ISDEEMEDPOSITIVE' && entry) entry.isPositive = content === 'Yes'
  })
  return vouchers
}

/** What each party still owes, above zero, or is owed by the names of its bills; '' is on account. */
export function standingBills(vouchers: readonly TallyVoucher[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { ledger, bills } of vouchers.flatMap(({ entries }) => entries))
    for (const { name, amount } of bills) sums.set(`${ledger} ${name}`, (sums.get(`${ledger} ${name}`) ?? 0n) - amount)
  return new Map([...sums].filter(([, sum]) => sum !== 0n))
}

/** The bills that are not opened once, by a new reference or an advance; what is on account is none. */
export function notOpenedOnce(vouchers: readonly TallyVoucher[]): string[] {
  const times = new Map<string, number>()
  for (const { ledger, bills } of vouchers.flatMap(({ entries }) => entries))
    for (const { name, type } of bills.filter((bill) => bill.type !== 'On Account')) {
      const key = `${ledger} ${name}`.toLowerCase()
      times.set(key, (times.get(key) ?? 0) + (type === 'Agst Ref' ? 0 : 1))
    }
  return [...times].filter(([, count]) => count !== 1).map(([key, count]) => `${key}: ${count}`)
}

export function readLedgers(xml: string): string[] {
  const names: string[] = []
  walk(xml, (path, _, attributes) => {
    if (path.at(-1) === 'LEDGER' && attributes['NAME'] !== undefined) names.push(attributes['NAME'])
  })
  return names
}

/** Tells each element as it opens, without content, and again as it ends, with it. */
function walk(
  xml: string,
  tell: (path: readonly string[], content: string, attributes: Record<string, string>) => void,
) {
  const parser = new SaxesParser()
  const path: string[] = []
  let content = ''
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name)
    content = ''
    if (name.endsWith('.LIST') || name === 'VOUCHER' || name === 'LEDGER') tell(path, '', attributes)
  })
  parser.on('text', (part) => {
    content += part
  })
  parser.on('closetag', ({ name }) => {
    if (!name.endsWith('.LIST') && name !== 'VOUCHER' && name !== 'LEDGER') tell(path, content, {})
    content = ''
    path.pop()
  })
  parser.write(xml).close()
}
