import { paise, plainDecimal } from '../../../core/money.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import { type BookLine, type BookVoucher, listAccounts, listAllParties, readVouchers } from '../books.queries.ts'
import { type LaterSettlement, listRefChanges, type RefChange, readLaterSettlements } from './refs.queries.ts'
import { type Ledgers, ledgersOf } from './tally.masters.ts'
import { type Bill, billsOfLines, type RefNames, readRefNames } from './tally.refs.ts'
import { envelopeEnd, envelopeStart, inMessage } from './tally.xml.ts'

/**
 * The vouchers of a span for Tally: a debit says ISDEEMEDPOSITIVE Yes with an amount below zero, a credit No with one above,
 * and each voucher sums to zero. Fine metal has no ledger there, so only rupee lines go over.
 * Bill by bill a party stands there as here on every day: what was settled on a later day than its voucher's is a journal.
 */
export async function* tallyVouchers(
  tx: Tx,
  businessId: string,
  { company, from, to }: { company: string; from: string; to: string },
): AsyncGenerator<string> {
  const parties = await listAllParties(tx, businessId)
  const ledgers = ledgersOf(await listAccounts(tx, businessId), parties)
  const names = await readRefNames(tx, businessId)
  yield envelopeStart('Vouchers', company)
  for await (const vouchers of readVouchers(tx, businessId, { from, to })) {
    const ids = vouchers.map(({ id }) => id)
    const changes = Map.groupBy(await listRefChanges(tx, businessId, ids), (change) => change.in)
    yield vouchers.map((voucher) => voucherXml(ledgers, names, voucher, changes.get(voucher.id) ?? [])).join('')
  }
  for await (const settlements of readLaterSettlements(tx, businessId, { from, to }))
    yield settlements.map((settlement) => settlementXml(ledgers, names, settlement)).join('')
  yield envelopeEnd
}

function voucherXml(ledgers: Ledgers, names: RefNames, voucher: BookVoucher, changes: readonly RefChange[]): string {
  const lines = voucher.lines.filter(({ commodity }) => commodity === 'INR')
  if (lines.length === 0) return ''
  const { id, kind, onDate, number, narration, partyId } = voucher
  const date = onDate.replaceAll('-', '')
  const type = typeNames[kind]
  const bills = billsOfLines(names, lines, changes)
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
      'ALLLEDGERENTRIES.LIST': lines.map((line, at) => entryOf(ledgers, line, bills[at] ?? [])),
    },
    { REMOTEID: id, VCHTYPE: type },
  )
}

/** One item of a party settled by another, or freed of it: both sides are of the party, and only the bills change. */
function settlementXml(ledgers: Ledgers, names: RefNames, { id, onDate, changes }: LaterSettlement): string {
  const date = onDate.replaceAll('-', '')
  const entries = changes.map((change) => {
    const line = { accountId: '', partyId: change.partyId, commodity: 'INR', amount: change.amount } as const
    return entryOf(ledgers, line, billsOfLines(names, [line], [change])[0] ?? [])
  })
  const head = { DATE: date, EFFECTIVEDATE: date, VOUCHERTYPENAME: 'Journal' }
  const fields = { ...head, 'ALLLEDGERENTRIES.LIST': entries }
  return inMessage('VOUCHER', '', fields, { REMOTEID: id, VCHTYPE: 'Journal' })
}

function entryOf(ledgers: Ledgers, { accountId, partyId, amount }: BookLine, bills: readonly Bill[]) {
  return {
    LEDGERNAME: partyId === null ? ledgers.ofAccount(accountId) : ledgers.ofParty(partyId),
    ISDEEMEDPOSITIVE: amount > 0n ? 'Yes' : 'No',
    ISPARTYLEDGER: partyId === null ? 'No' : 'Yes',
    AMOUNT: tallyAmount(amount),
    ...(bills.length > 0 && {
      'BILLALLOCATIONS.LIST': bills.map((bill) => ({
        ...{ NAME: bill.name, BILLTYPE: bill.type, AMOUNT: tallyAmount(bill.amount) },
      })),
    }),
  }
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
