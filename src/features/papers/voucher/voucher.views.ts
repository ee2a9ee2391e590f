import type { Commodity } from '../../../core/ledger.ts'
import { splitDrCr } from '../../../core/ledger.ts'
import { add, paise, rupees, sum, zero } from '../../../core/money.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { VoucherLine } from '../../books/index.ts'
import { amountInWords } from '../amount-in-words.ts'
import { sgstText, type TaxesView, taxesView } from '../invoice/taxes.views.ts'
import {
  type BarView,
  type FactView,
  fact,
  filled,
  type LetterheadView,
  letterhead,
  type PaperReader,
  type PartyBoxView,
  partyBox,
  stateText,
} from '../paper.views.ts'
import type { Counterpart, PrintedEntry, PrintedVoucher } from './voucher.queries.ts'

/** Any entry of the books on paper. */
export interface VoucherPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  /** Where the entry is nobody's: who made it. */
  party: PartyBoxView
  facts: readonly FactView[]
  /** Of a note and an expense. */
  taxes: TaxesView | undefined
  lines: readonly PrintedLine[]
  debit: string
  credit: string
  /** Nothing for an entry without rupees. */
  inWords: string
  note: string
  sums: readonly FactView[]
  /** Who signs beside the shop; empty for nobody. */
  receiver: string
  shop: string
}

interface PrintedLine {
  account: string
  detail: string
  debit: string
  credit: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/voucher': VoucherPaperView
  }
}

/**
 * The paper of a voucher: what an auditor wants to see beneath each entry (the paper says by whom, when, why), and for notes
 * what Rule 53 of the CGST Rules asks for: title, own number and date, both parties with GSTIN, the bill that it corrects,
 * place of supply, and value, rate and tax.
 */
export function voucherPaperView(reader: PaperReader, of: PrintedVoucher & { bar?: BarView }): VoucherPaperView {
  const { t, locale } = reader
  const { voucher, lines, entry, counterpart, seller, party } = of
  const title = titleOf(t, entry?.form ?? voucher.kind)
  const sides = lines.filter(({ commodity }) => commodity === 'INR').map(({ amount }) => splitDrCr(amount))
  const debit = paise(sides.reduce((all, side) => all + side.debit, 0n))
  return {
    title: filled([title, voucher.number]).join(' '),
    bar: of.bar,
    letterhead: letterhead(t, seller, of.logo, { title, ...stampOf(reader, counterpart) }),
    party: party
      ? partyBox(t, partyLabel(t, entry?.form ?? voucher.kind), party, '')
      : { label: t('papers.voucher.by'), name: voucher.by_name, lines: [showInstant(locale, of.zone, voucher.at)] },
    facts: factsOf(reader, of),
    taxes: entry && entry.rateBp > 0 ? taxesOf(t, entry) : undefined,
    lines: lines.map((line) => lineOf(t, line, of.banks)),
    debit: rupees(debit),
    credit: rupees(paise(sides.reduce((all, side) => all + side.credit, 0n))),
    inWords: debit === 0n ? '' : t('papers.only', { words: amountInWords(locale, amountOf(entry, debit)) }),
    note: voucher.narration,
    sums: sumsOf(t, entry, debit),
    receiver: paidOut(of) ? t('papers.voucher.receiver') : '',
    shop: seller.name,
  }
}

function titleOf(t: Translate, kind: string): string {
  if (kind === 'receipt' || kind === 'payment') return t(`papers.title.${kind}`)
  const name = `papers.voucher.title.${kind}`
  return isWordKey(name) ? t(name) : kind
}

/** How the party stands to the paper. */
function partyLabel(t: Translate, kind: string): string {
  if (kind === 'receipt' || kind === 'payment') return t(`papers.money.party.${kind}`)
  return t(kind === 'credit-note' || kind === 'debit-note' ? 'papers.voucher.party.note' : 'papers.voucher.party.other')
}

/** Whoever takes money signs for it. */
const paidOut = ({ voucher, entry }: PrintedVoucher): boolean => (entry?.form ?? voucher.kind) === 'payment'

function stampOf({ t, locale }: PaperReader, counterpart: Counterpart | undefined) {
  if (!counterpart?.isReversal) return {}
  const { onDate, reason } = counterpart
  return {
    stamp: t('papers.voucher.reversed'),
    stampNote: filled([t('papers.voucher.reversedOn', { date: showDate(locale, onDate) }), reason]).join(' · '),
  }
}

function factsOf(
  reader: PaperReader,
  { voucher, entry, counterpart, tenders, party, zone }: PrintedVoucher,
): FactView[] {
  const { t, locale } = reader
  const paper = voucher.document_id !== voucher.id && voucher.document_number !== voucher.number
  return [
    ...some(t('shell.number'), voucher.number, 'b'),
    fact(t('shell.date'), showDate(locale, voucher.on_date), 'b'),
    ...(entry ? entryFacts(reader, entry) : []),
    ...(counterpart && !counterpart.isReversal ? [reversesFact(reader, counterpart)] : []),
    ...(paper ? some(t('papers.voucher.document'), voucher.document_number ?? '') : []),
    ...tenders.map(({ mode, reference }) => fact(t(`shell.mode.${mode}`), reference || '–')),
    ...(party
      ? some(t('papers.voucher.by'), filled([voucher.by_name, showInstant(locale, zone, voucher.at)]).join(', '))
      : []),
  ]
}

const some = (label: string, value: string, kind: FactView['kind'] = ''): FactView[] =>
  value === '' ? [] : [fact(label, value, kind)]

function entryFacts({ t, locale }: PaperReader, entry: PrintedEntry): FactView[] {
  const { otherNumber, otherDate, reason, placeOfSupply, hsn, rateBp, form } = entry
  const why = `vouchers.reason.${reason}`
  const isNote = form === 'credit-note' || form === 'debit-note'
  return [
    ...some(t(isNote ? 'papers.voucher.original' : 'papers.voucher.bill'), otherNumber),
    ...(otherDate
      ? [fact(t(isNote ? 'papers.voucher.originalDate' : 'papers.voucher.billDate'), showDate(locale, otherDate))]
      : []),
    ...some(t('shell.reason'), isWordKey(why) ? t(why) : ''),
    ...some(t('papers.placeOfSupply'), placeOfSupply && stateText(t, placeOfSupply)),
    // With tax it stands in the table.
    ...(rateBp === 0 ? some(t('papers.hsn'), hsn) : []),
    ...(form === 'expense' && rateBp > 0
      ? [fact(t('papers.voucher.credit'), t(entry.isInputCredit ? 'shell.yes' : 'shell.no'))]
      : []),
  ]
}

function reversesFact({ t, locale }: PaperReader, { kind, form, number, onDate }: Counterpart): FactView {
  const said = form ? `vouchers.kind.${form}` : `books.kind.${kind}`
  const name = filled([isWordKey(said) ? t(said) : '', number]).join(' ')
  return fact(t('papers.voucher.reverses'), t('papers.voucher.of', { name, date: showDate(locale, onDate) }))
}

function taxesOf(t: Translate, entry: PrintedEntry): TaxesView {
  const { supply, placeOfSupply, hsn, rateBp } = entry
  const sums = {
    taxable_paise: entry.taxable,
    cgst_paise: entry.cgst,
    sgst_paise: entry.sgst,
    igst_paise: entry.igst,
    cess_paise: entry.cess,
  }
  return taxesView(t, {
    document: { ...sums, supply: supply || 'intra', place_of_supply: placeOfSupply },
    lines: [{ ...sums, hsn, gst_kind: 'taxable', rate_bp: rateBp }],
  })
}

const isTaxed = (entry: PrintedEntry | undefined): entry is PrintedEntry => entry !== undefined && entry.taxable > 0n

/** Of a note or an expense what the paper is for; of an entry by its lines their sum. */
function amountOf(entry: PrintedEntry | undefined, debit: ReturnType<typeof paise>) {
  if (!isTaxed(entry)) return debit
  return add(sum([entry.taxable, entry.cgst, entry.sgst, entry.igst, entry.cess]), entry.roundOff)
}

function sumsOf(t: Translate, entry: PrintedEntry | undefined, debit: ReturnType<typeof paise>): FactView[] {
  const total = fact(t('papers.total'), `₹${rupees(amountOf(entry, debit))}`, 'big')
  if (debit === 0n) return []
  if (!isTaxed(entry)) return [total]
  const row = (label: string, amount: typeof debit) => (amount === zero ? [] : [fact(label, rupees(amount))])
  const { placeOfSupply: place_of_supply } = entry
  return [
    ...row(t('papers.taxable'), entry.taxable),
    ...row(t('papers.cgst'), entry.cgst),
    ...row(sgstText(t, { place_of_supply }), entry.sgst),
    ...row(t('papers.igst'), entry.igst),
    ...row(t('papers.cess'), entry.cess),
    ...row(t('papers.roundOff'), entry.roundOff),
    total,
  ]
}

function lineOf(t: Translate, line: VoucherLine, banks: PrintedVoucher['banks']): PrintedLine {
  const { debit, credit } = splitDrCr(line.amount)
  const unit = line.commodity === 'INR' ? '' : t(`books.commodity.${line.commodity}`)
  return {
    account: accountName(t, line.accountName),
    detail: filled([line.partyName ?? '', banks.get(line.accountId) ?? '', unit]).join(' · '),
    debit: shown(line.commodity, debit),
    credit: shown(line.commodity, credit),
  }
}

/** Metal is weighed in grams, to the milligram. */
function shown(commodity: Commodity, amount: bigint): string {
  if (amount === 0n) return ''
  return commodity === 'INR' ? rupees(paise(amount)) : `${amount / 1000n}.${String(amount % 1000n).padStart(3, '0')}`
}
