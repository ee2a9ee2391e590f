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
