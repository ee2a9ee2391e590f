import { type Commodity, splitDrCr } from '../../../core/ledger.ts'
import { paise, rupees } from '../../../core/money.ts'
import type { KvRow, TitleView } from '../../../web/components.views.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import type { Reader } from '../books.views.ts'
import type { VoucherLine, VoucherRow } from './vouchers.queries.ts'

export interface VoucherView {
  head: TitleView
  facts: readonly KvRow[]
  narration: string
  lines: readonly VoucherLineView[]
  debit: string
  credit: string
}

interface VoucherLineView {
  account: string
  party: string
  partyHref: string
  /** What is counted, where it is not rupees. */
  unit: string
  debit: string
  credit: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/voucher': VoucherView
  }
}

export function voucherView(
  reader: Reader,
  { voucher, lines }: { voucher: VoucherRow; lines: readonly VoucherLine[] },
): VoucherView {
  const { t, locale } = reader
  const inRupees = lines.filter((line) => line.commodity === 'INR').map((line) => splitDrCr(line.amount))
  return {
    head: {
      title: [t(`books.kind.${voucher.kind}`), voucher.number].filter(Boolean).join(' '),
      note: showDate(locale, voucher.on_date),
      back: { href: '/vouchers', text: t('hub.vouchers') },
      badge: voucher.reversed_by === null ? undefined : { text: t('books.voucher.isReversed'), tone: 'bad' },
    },
    facts: facts(reader, voucher),
    narration: voucher.narration,
    lines: lines.map((line) => lineView(reader, line)),
    debit: rupees(paise(inRupees.reduce((sum, { debit }) => sum + debit, 0n))),
    credit: rupees(paise(inRupees.reduce((sum, { credit }) => sum + credit, 0n))),
  }
}

function facts({ t, locale, zone }: Reader, voucher: VoucherRow): KvRow[] {
  const row = (label: string, value: string | null, href = ''): KvRow[] =>
    value ? [{ label, value, href, kind: 'plain' }] : []
  const { party_id, party_name, document_id, document_number, reverses_id, reversed_by } = voucher
  return [
    ...row(t('shell.party'), party_name, `/parties/${party_id}`),
    ...row(t('books.voucher.document'), document_number, documentHref(voucher.document_kind, document_id)),
    ...row(t('books.voucher.reverses'), reverses_id && t('books.voucher.see'), `/vouchers/${reverses_id}`),
    ...row(t('books.voucher.reversedBy'), reversed_by && t('books.voucher.see'), `/vouchers/${reversed_by}`),
    ...row(t('books.voucher.by'), voucher.by_name),
    ...row(t('books.voucher.at'), showInstant(locale, zone, voucher.at)),
  ]
}

/** Receipts and payments have a screen of their own; every other paper so far is a bill. */
function documentHref(kind: string | null, id: string | null): string {
  return kind === 'receipt' || kind === 'payment' ? `/payments/${id}` : `/sales/${id}`
}

function lineView({ t }: Reader, line: VoucherLine): VoucherLineView {
  const { debit, credit } = splitDrCr(line.amount)
  return {
    account: line.accountName,
    party: line.partyName ?? '',
    partyHref: `/parties/${line.partyId}`,
    unit: line.commodity === 'INR' ? '' : t(`books.commodity.${line.commodity}`),
    debit: shown(line.commodity, debit),
    credit: shown(line.commodity, credit),
  }
}

function shown(commodity: Commodity, amount: bigint): string {
  if (amount === 0n) return ''
  return commodity === 'INR' ? rupees(paise(amount)) : `${amount / 1000n}.${String(amount % 1000n).padStart(3, '0')}`
}
