import { type Commodity, splitDrCr } from '../../../core/ledger.ts'
import { paise, rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { stateName } from '../../../core/states.ts'
import { isLinesKind } from '../../../core/voucher-facts.ts'
import type { KvRow, LinkView, TitleView } from '../../../web/components.views.ts'
import { paperAddress } from '../../../web/paper-address.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import { isWordKey, type Said, type Translate } from '../../../words/index.ts'
import type { VoucherLine, VoucherRow } from '../../books/index.ts'
import { kindOf } from '../entering/entering.form.ts'
import { reversibility } from '../reversing/reversing.rules.ts'
import { kindsView, newHref, type Reader, saidKind } from '../vouchers.views.ts'
import type { AttachmentRow, EntryRow, ShownVoucher } from './showing.queries.ts'

export interface VoucherView {
  head: TitleView
  facts: readonly KvRow[]
  narration: string
  lines: readonly VoucherLineView[]
  debit: string
  credit: string
  printHref: string
  /** Empty where it cannot be reversed here; then `elsewhere` may say where. */
  reverseHref: string
  elsewhere: LinkView | undefined
  /** One more of the kind; none for what another page makes. */
  again: (LinkView & { dataKey: string; shownKey: string }) | undefined
  attachments: readonly AttachmentView[]
  attachTo: string
  attachError: string
}

interface VoucherLineView {
  account: string
  accountHref: string
  party: string
  partyHref: string
  /** What is counted, where it is not rupees. */
  unit: string
  debit: string
  credit: string
}

interface AttachmentView {
  name: string
  href: string
  isPicture: boolean
  said: string
  removeTo: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'vouchers/show': VoucherView
  }
}

export function voucherView(
  reader: Reader,
  { voucher, lines, entry, attachments }: ShownVoucher,
  { role, wrong }: { role: Role; wrong?: Said | undefined },
): VoucherView {
  const { t, locale } = reader
  const inRupees = lines.filter((line) => line.commodity === 'INR').map((line) => splitDrCr(line.amount))
  const canPost = can(role, 'books.post')
  const able = reversibility({ kind: voucher.kind, isByHand: entry !== undefined, reversedBy: voucher.reversed_by })
  const place = paperAddress({ documentId: voucher.document_id, documentKind: voucher.document_kind })
  return {
    head: {
      title: [saidKind(t, { kind: voucher.kind, form: entry?.form ?? null }), voucher.number].filter(Boolean).join(' '),
      note: showDate(locale, voucher.on_date),
      back: { href: '/vouchers', text: t('vouchers.title') },
      badge: voucher.reversed_by === null ? undefined : { text: t('books.voucher.isReversed'), tone: 'bad' },
    },
    facts: [...facts(reader, voucher), ...taxFacts(reader, entry), ...madeBy(reader, voucher)],
    narration: voucher.narration,
    lines: lines.map((line) => lineView(t, line)),
    debit: rupees(paise(inRupees.reduce((sum, { debit }) => sum + debit, 0n))),
    credit: rupees(paise(inRupees.reduce((sum, { credit }) => sum + credit, 0n))),
    printHref: `/vouchers/${voucher.id}/print`,
    reverseHref: canPost && able === 'yes' ? `/vouchers/${voucher.id}/reversal` : '',
    elsewhere: able === 'elsewhere' && place ? { href: place, text: t('vouchers.elsewhere') } : undefined,
    again: canPost && entry ? againOf(t, entry.form) : undefined,
    attachments: attachments.map((one) => attachmentView(reader, voucher.id, one, canPost)),
    attachTo: canPost ? `/vouchers/${voucher.id}/attachments` : '',
    attachError: wrong ? t(wrong.key, wrong.values) : '',
  }
}

const row = (label: string, value: string | null, href = ''): KvRow[] =>
  value ? [{ label, value, href, kind: 'plain' }] : []

function facts({ t }: Reader, voucher: VoucherRow): KvRow[] {
  const { party_id, party_name, document_number, reverses_id, reversed_by } = voucher
  const paper = paperAddress({ documentId: voucher.document_id, documentKind: voucher.document_kind })
  return [
    ...row(t('shell.party'), party_name, `/parties/${party_id}`),
    ...row(t('books.voucher.document'), paper && document_number, paper),
    ...row(t('books.voucher.reverses'), reverses_id && t('books.voucher.see'), `/vouchers/${reverses_id}`),
    ...row(t('books.voucher.reversedBy'), reversed_by && t('books.voucher.see'), `/vouchers/${reversed_by}`),
  ]
}

function taxFacts({ t, locale }: Reader, entry: EntryRow | undefined): KvRow[] {
  const kind = kindOf(entry?.form)
  if (!entry || isLinesKind(kind)) return []
  const theirs = kind === 'expense' ? 'vouchers.expense.billNumber' : 'vouchers.note.number'
  const reason = `vouchers.reason.${entry.reason}`
  const dated = [entry.otherNumber, entry.otherDate && showDate(locale, entry.otherDate)].filter(Boolean).join(' · ')
  return [
    ...row(t(theirs), dated),
    ...row(t('shell.reason'), isWordKey(reason) ? t(reason) : ''),
    ...row(t('vouchers.taxable'), `₹${rupees(entry.taxable)}`),
    ...row(t('vouchers.rate'), entry.rateBp > 0 ? `${percent(entry.rateBp)} %` : t('vouchers.noTax')),
    ...row(t('vouchers.place'), stateName(entry.placeOfSupply) ?? null),
    ...row(t('vouchers.hsn'), entry.hsn),
    ...(kind === 'expense' && entry.rateBp > 0
      ? row(t('vouchers.credit'), t(entry.isInputCredit ? 'shell.yes' : 'shell.no'))
      : []),
    ...row(t('reverseCharge.title'), entry.isReverseCharge ? t('shell.yes') : ''),
  ]
}

function madeBy({ t, locale, zone }: Reader, voucher: VoucherRow): KvRow[] {
  return [
    ...row(t('books.voucher.by'), voucher.by_name),
    ...row(t('books.voucher.at'), showInstant(locale, zone, voucher.at)),
  ]
}

function againOf(t: Translate, form: string): VoucherView['again'] {
  const kind = kindsView(t).kinds.find(({ href }) => href === newHref(form))
  return kind && { ...kind, text: t('vouchers.another', { kind: kind.text }) }
}

function lineView(t: Translate, line: VoucherLine): VoucherLineView {
  const { debit, credit } = splitDrCr(line.amount)
  return {
    account: accountName(t, line.accountName),
    accountHref: `/reports/ledger?account=${line.accountId}`,
    party: line.partyName ?? '',
    partyHref: `/parties/${line.partyId}`,
    unit: line.commodity === 'INR' ? '' : t(`books.commodity.${line.commodity}`),
    debit: shown(line.commodity, debit),
    credit: shown(line.commodity, credit),
  }
}

function attachmentView(
  { t, locale, zone }: Reader,
  voucherId: string,
  { sha256, name, mime, size, byName, at }: AttachmentRow,
  canPost: boolean,
): AttachmentView {
  const href = `/vouchers/${voucherId}/attachments/${sha256}`
  const kb = Math.max(1, Math.round(size / 1024))
  return {
    name,
    href,
    isPicture: mime.startsWith('image/'),
    said: [t('vouchers.attachment.size', { kb }), byName, showInstant(locale, zone, at)].join(' · '),
    removeTo: canPost ? `${href}/removal` : '',
  }
}

function shown(commodity: Commodity, amount: bigint): string {
  if (amount === 0n) return ''
  return commodity === 'INR' ? rupees(paise(amount)) : `${amount / 1000n}.${String(amount % 1000n).padStart(3, '0')}`
}
