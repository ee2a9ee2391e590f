import { paise, plainDecimal } from '../../../core/money.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import {
  type BillRef,
  type BookLine,
  type BookVoucher,
  listAccounts,
  listAllParties,
  listBillRefs,
  readVouchers,
} from '../books.queries.ts'
import { type Ledgers, ledgersOf } from './tally.masters.ts'
import { envelopeEnd, envelopeStart, inMessage } from './tally.xml.ts'

/**
 * The vouchers of a span for Tally: a debit says ISDEEMEDPOSITIVE Yes with an amount below zero, a credit No with one above,
 * and each voucher sums to zero. Fine metal has no ledger there, so only rupee lines go over.
 */
export async function* tallyVouchers(
  tx: Tx,
  businessId: string,
  { company, from, to }: { company: string; from: string; to: string },
): AsyncGenerator<string> {
  const parties = await listAllParties(tx, businessId)
  const ledgers = ledgersOf(await listAccounts(tx, businessId), parties)
  yield envelopeStart('Vouchers', company)
  for await (const vouchers of readVouchers(tx, businessId, { from, to })) {
    const ids = vouchers.map(({ id }) => id)
    const refs = Map.groupBy(await listBillRefs(tx, businessId, ids), ({ voucherId }) => voucherId)
    yield vouchers.map((voucher) => voucherXml(ledgers, voucher, refs.get(voucher.id) ?? [])).join('')
  }
  yield envelopeEnd
}

function voucherXml(ledgers: Ledgers, voucher: BookVoucher, refs: readonly BillRef[]): string {
  const lines = voucher.lines.filter(({ commodity }) => commodity === 'INR')
  if (lines.length === 0) return ''
  const { id, kind, onDate, number, narration, partyId } = voucher
  const date = onDate.replaceAll('-', '')
  const type = typeNames[kind]
  const left = refs.map((ref) => ({ ...ref }))
  return inMessage(
    'VOUCHER',
    '',
    {
      DATE: date,
      EFFECTIVEDATE: date,
      VOUCHERTYPENAME: type,
      ...(number === '' ? {} : { VOUCHERNUMBER: number }),
      ...(partyId === null ? {} : { PARTYLEDGERNAME: ledgers.ofParty(partyId) }),
      ...(narration === '' ? {} : { NARRATION: narration }),
      'ALLLEDGERENTRIES.LIST': lines.map((line) => entryOf(ledgers, line, left)),
    },
    { REMOTEID: id, VCHTYPE: type },
  )
}

function entryOf(ledgers: Ledgers, { accountId, partyId, amount }: BookLine, refs: BillRef[]) {
  const isDebit = amount > 0n
  const bills = partyId === null ? [] : takeBills(refs, partyId, amount)
  return {
    LEDGERNAME: partyId === null ? ledgers.ofAccount(accountId) : ledgers.ofParty(partyId),
    ISDEEMEDPOSITIVE: isDebit ? 'Yes' : 'No',
    ISPARTYLEDGER: partyId === null ? 'No' : 'Yes',
    AMOUNT: tallyAmount(amount),
    ...(bills.length === 0 ? {} : { 'BILLALLOCATIONS.LIST': bills }),
  }
}

/** The bills that a party's line opens or settles, as far as they reach; what is left is on account. */
function takeBills(refs: BillRef[], partyId: string, amount: bigint) {
  const side = amount > 0n ? 'debit' : 'credit'
  let left = amount > 0n ? amount : -amount
  const bills: Record<'NAME' | 'BILLTYPE' | 'AMOUNT', string>[] = []
  const add = (name: string, type: BillType, part: bigint) =>
    bills.push({ NAME: name, BILLTYPE: type, AMOUNT: tallyAmount(amount > 0n ? part : -part) })
  for (const ref of refs) {
    if (ref.partyId !== partyId || ref.side !== side || ref.amount <= 0n || left <= 0n) continue
    const part = ref.amount < left ? ref.amount : left
    ref.amount -= part
    left -= part
    add(ref.number, billType(ref.kind), part)
  }
  if (left > 0n) add('', 'On Account', left)
  return bills
}

type BillType = 'New Ref' | 'Agst Ref' | 'Advance' | 'On Account'

function billType(kind: string): BillType {
  if (kind === 'advance') return 'Advance'
  if (kind === 'on-account') return 'On Account'
  return kind === 'settles' || kind === 'reversal' ? 'Agst Ref' : 'New Ref'
}

const tallyAmount = (amount: bigint): string => plainDecimal(paise(-amount))

const typeNames: Readonly<Record<VoucherKind, string>> = {
  sales: 'Sales',
  purchase: 'Purchase',
  receipt: 'Receipt',
  payment: 'Payment',
  contra: 'Contra',
  journal: 'Journal',
  'credit-note': 'Credit Note',
  'debit-note': 'Debit Note',
  'stock-journal': 'Journal',
  opening: 'Journal',
  closing: 'Journal',
  reversal: 'Journal',
}
