import type { IsoDate } from '../../../core/dates.ts'
import { divRound, type Paise, paise, rupees } from '../../../core/money.ts'
import { leftOf } from '../../../core/purchase-return.ts'
import { type ReturnableLine, type ReturnSource, returnReasons } from '../../../core/purchase-return-facts.ts'
import { quantity } from '../../../core/quantity.ts'
import type {
  AreaView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { canGoBack, type Typed } from './making.form.ts'
import type { PaperRow } from './picking.queries.ts'
import type { SourceHead } from './source.queries.ts'

export interface NewReturnView {
  summary: SummaryView
  head: TitleView
  id: string
  source: string
  backHref: string
  lines: readonly ReturnLineView[]
  none: VoidView
  reason: SelectView
  onDate: FieldView
  note: AreaView
}

interface ReturnLineView {
  line: number
  words: string
  about: string
  left: string
  rejected: CellView | undefined
  quantity: CellView | undefined
  tags: AreaView | undefined
}

interface CellView {
  name: string
  id: string
  label: string
  value: string
  error: string
  unit: string
}

export interface PickReturnView {
  head: TitleView
  rows: readonly { id: string; href: string; number: string; date: string; party: string; theirs: string }[]
  empty: VoidView
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-returns/new': NewReturnView
    'purchase-returns/pick': PickReturnView
    'purchase-returns/_cell': { cell: CellView }
  }
}

type Reader = { t: Translate; locale: Locale }

export interface Offered {
  source: SourceHead
  of: ReturnSource
  lines: readonly ReturnableLine[]
  typed: Typed
  errors?: FieldErrors
}

export function newReturnView(
  { t, locale }: Reader,
  { source, of, lines, typed, errors = {} }: Offered,
): NewReturnView {
  const f = formFields(t, { values: typed, errors })
  const isBilled = of.kind === 'bill'
  const backHref = `/purchases/${isBilled ? 'bills' : 'receipts'}/${source.id}`
  return {
    summary: f.summary(['lines', 'reason', 'on_date']),
    head: {
      title: t('purchaseReturns.new.of', { name: source.party.name }),
      note: noteOf({ t, locale }, { isBilled, ...source }),
      back: { href: backHref, text: source.number },
      badge: undefined,
    },
    id: typed.id ?? '',
    source: `${of.kind}:${of.id}`,
    backHref,
    lines: lines
      .filter((line) => canGoBack(line, isBilled))
      .map((line) => lineView(t, line, isBilled, { typed, errors })),
    none: {
      icon: 'stock',
      title: t('purchaseReturns.none'),
      text: '',
      action: { href: backHref, text: source.number },
    },
    reason: f.select(
      'reason',
      'purchaseReturns.reason',
      returnReasons.map((reason) => ({ value: reason, text: t(`purchaseReturns.reason.${reason}`) })),
    ),
    onDate: f.date('on_date', 'purchaseReturns.onDate', { maxlength: 20 }),
    note: f.area('note', 'purchaseReturns.note', { maxlength: 500, rows: 2, isOptional: true }),
  }
}

function noteOf(
  { t, locale }: Reader,
  paper: { isBilled: boolean; number: string; onDate: IsoDate; theirNumber: string; theirDate: IsoDate | null },
): string {
  const { isBilled, number, onDate, theirNumber, theirDate } = paper
  const named = t(isBilled ? 'purchaseReturns.ofBill' : 'purchaseReturns.ofReceipt', { number: theirNumber || number })
  return [named, t('purchaseReturns.dated', { date: showDate(locale, theirDate ?? onDate) })].join(' ')
}

function lineView(
  t: Translate,
  line: ReturnableLine,
  isBilled: boolean,
  { typed, errors }: { typed: Typed; errors: FieldErrors },
): ReturnLineView {
  const left = leftOf(line, isBilled)
  const unit = unitOf(t, line.unit)
  const cell = (kind: 'q' | 'x', label: string): CellView => {
    const name = `${kind}.${line.line}`
    const error = errors[name]
    const said = error ? t(error.key, error.values) : ''
    return { name, id: `${kind}-${line.line}`, label, value: typed[name] ?? '', error: said, unit }
  }
  const what = t('purchaseReturns.cell', { what: t('purchaseReturns.quantity'), item: line.words })
  const isPieces = line.tracking === 'piece'
  return {
    line: line.line,
    words: line.words,
    about: [line.batch?.number ?? '', `₹${rupees(priceOf(line, isBilled))}`].filter(Boolean).join(' · '),
    left: `${quantity(left)} ${unit}`,
    rejected: line.rejected > 0n ? cell('x', t('purchaseReturns.rejectedOf', { item: line.words })) : undefined,
    quantity: left > 0n && !isPieces ? cell('q', what) : undefined,
    tags: left > 0n && isPieces ? tagsOf(t, line, { typed, errors }) : undefined,
  }
}

/** Of one, by the bill where it is the bill that they go back against, else by the receipt. */
function priceOf({ billed, price }: ReturnableLine, isBilled: boolean): Paise {
  if (!isBilled || !billed || billed.quantity <= 0n) return price
  return paise(divRound(billed.taxable * 1000n, billed.quantity, 'half-up'))
}

function tagsOf(
  t: Translate,
  line: ReturnableLine,
  { typed, errors }: { typed: Typed; errors: FieldErrors },
): AreaView {
  const here = line.pieces.filter(({ isHere, wasReturned }) => isHere && !wasReturned).map(({ tag }) => tag)
  const shown = here.slice(0, 12).join(' ') + (here.length > 12 ? ' …' : '')
  const view = formFields(t, { values: typed, errors }).area(`p.${line.line}`, 'purchaseReturns.tags', {
    maxlength: 8000,
    rows: 2,
  })
  return {
    ...view,
    hint: t('purchaseReturns.tags.hint', { tags: shown }),
    describedBy: [`${view.id}-h`, view.describedBy].filter(Boolean).join(' '),
  }
}

export function unitOf(t: Translate, unit: string): string {
  const key = `units.${unit}.symbol`
  return isWordKey(key) ? t(key) : unit
}

/** Of which bill, or of which receipt that has none yet. */
export function pickView({ t, locale }: Reader, papers: readonly PaperRow[]): PickReturnView {
  return {
    head: {
      title: t('purchaseReturns.pick'),
      note: t('purchaseReturns.pick.help'),
      back: { href: '/purchases/returns', text: t('purchaseReturns.title') },
      badge: undefined,
    },
    rows: papers.map((paper) => ({
      ...{ id: paper.id, number: paper.number, party: paper.partyName, theirs: paper.theirNumber },
      href: `/purchases/returns/new?${paper.kind}=${paper.id}`,
      date: showDate(locale, paper.onDate),
    })),
    empty: { icon: 'bill', title: t('purchaseReturns.pick.empty'), text: '', action: undefined },
  }
}
