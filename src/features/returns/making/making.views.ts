import { paise, rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { partText } from '../../../core/sale-return-checks.ts'
import {
  conditions,
  isOfPacket,
  lastDayOfTax,
  type ReturnDecision,
  refundModes,
  settlings,
} from '../../../core/sale-return-facts.ts'
import { taxTotal } from '../../../core/tax.ts'
import { newId } from '../../../db/ids.ts'
import type {
  CheckView,
  ChoicesView,
  FieldView,
  KvRow,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type ApprovalView, type Approver, approvalView } from '../../tills/index.ts'
import type { BillLine, ReturnBill } from '../taking/taking.facts.ts'
import type { TypedReturn } from './making.form.ts'

export interface MakingView {
  summary: SummaryView
  head: TitleView
  action: string
  figuresAction: string
  id: string
  paymentId: string
  partyId: string
  /** The address with everything filled in. */
  allHref: string
  /** Whose khata it may come to, of a walk-in's bill. */
  party: { text: string; pickHref: string; pick: string } | undefined
  /** Said where the tax can not be undone any more; empty where it can. */
  late: string
  lines: readonly LineView[]
  reason: FieldView
  settle: ChoicesView
  mode: ChoicesView
  reference: FieldView
  figures: FiguresView
  approval: ApprovalView | undefined
  backHref: string
}

interface LineView {
  line: number
  title: string
  about: string
  /** Nothing is left of it: what is said in the place of the fields. */
  gone: string
  /** A piece comes back or does not; of all else a part may. */
  whole: CheckView | undefined
  part: FieldView | undefined
  condition: SelectView
  making: CheckView | undefined
  wear: FieldView
  why: FieldView
}

export interface FiguresView {
  rows: readonly KvRow[]
  /** Before anything is worked out. */
  hint: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'returns/new': MakingView
    'returns/_figures': FiguresView
  }
}

export interface Making {
  bill: ReturnBill
  lines: readonly BillLine[]
  /** A walk-in's return comes to this party, where one was chosen. */
  party: { id: string; name: string } | undefined
  typed: TypedReturn
  errors: FieldErrors
  decision: ReturnDecision | undefined
  approving: { people: readonly Approver[]; reason: string } | undefined
  today: string
}

interface Reader {
  t: Translate
  locale: Locale
}

export function makingView({ t, locale }: Reader, of: Making): MakingView {
  const { bill, party, typed, errors, approving, today } = of
  const isWalkIn = bill.partyId === null
  const values = { settle: isWalkIn && !party ? 'refund' : 'khata', refund_mode: 'cash', ...typed }
  const f = formFields(t, { values, errors })
  const path = `/sales/${bill.id}/returns`
  const said = party ? `&party=${party.id}` : ''
  const last = lastDayOfTax(bill.onDate)
  const ways = isWalkIn && !party ? (['refund'] as const) : settlings
  return {
    summary: f.summary(of.lines.map(({ line }) => `part.${line}`)),
    head: {
      title: t('returns.new.title', { number: bill.number }),
      note: [bill.partyName || t('sales.walkIn'), showDate(locale, bill.onDate), `₹${rupees(bill.total)}`].join(' · '),
      back: { href: `/sales/${bill.id}`, text: bill.number },
      badge: undefined,
    },
    action: path,
    figuresAction: `${path}/figures`,
    id: typed['id'] || newId(),
    paymentId: typed['payment_id'] || newId(),
    partyId: party?.id ?? '',
    allHref: `${path}/new?all=1${said}`,
    party: isWalkIn
      ? {
          text: party?.name ?? t('sales.walkIn'),
          pickHref: `${path}/new?pick=1`,
          pick: t(party ? 'returns.party.other' : 'returns.party.name'),
        }
      : undefined,
    late: today > last ? t('returns.late', { last: showDate(locale, last) }) : '',
    lines: of.lines.map((line) => lineView(t, line, of)),
    reason: f.text('reason', 'returns.reason', { hint: 'returns.reason.hint', maxlength: 200, width: 'w-form' }),
    settle: f.radios(
      'settle',
      'returns.settle',
      ways.map((one) => ({ value: one, text: t(`returns.settle.${one}`) })),
    ),
    mode: f.radios(
      'refund_mode',
      'returns.mode',
      refundModes.map((one) => ({ value: one, text: t(`shell.mode.${one}`) })),
    ),
    reference: f.text('reference', 'returns.reference', { isOptional: true, maxlength: 60, width: 'w-m' }),
    figures: figuresView(t, of.decision),
    approval: approving && approvalView(t, approving.people, { values, errors, reason: approving.reason }),
    backHref: `/sales/${bill.id}`,
  }
}

function lineView(t: Translate, line: BillLine, { typed, errors, bill }: Making): LineView {
  const n = line.line
  const isJewel = line.ofId !== null
  const isMetal = isJewel && !isOfPacket(line)
  // What the shop keeps of its jewellery is filled in until a person writes something else.
  const isFirst = typed['id'] === undefined
  const usual = {
    [`making.${n}`]: isFirst && isMetal && bill.keepsMaking ? 'yes' : '',
    [`wear.${n}`]: isFirst && isJewel && bill.wearBp > 0 ? `${percent(bill.wearBp)}%` : '',
  }
  const f = formFields(t, { values: { ...usual, [`condition.${n}`]: 'stock', ...typed }, errors })
  const ways = conditions.filter((one) => one !== 'old-metal' || isMetal)
  return {
    line: n,
    title: [line.description, line.tag].filter(Boolean).join(' · '),
    about: aboutOf(t, line),
    gone: goneOf(t, line),
    whole: line.kind === 'piece' ? f.check(`part.${n}`, 'returns.comesBack') : undefined,
    part: line.kind === 'piece' ? undefined : partField(t, f, line),
    condition: f.select(
      `condition.${n}`,
      'returns.condition',
      ways.map((one) => ({ value: one, text: t(`returns.condition.${one}`) })),
    ),
    making: isMetal ? f.check(`making.${n}`, 'returns.keepsMaking') : undefined,
    wear: f.text(`wear.${n}`, 'returns.wear', {
      maxlength: 20,
      width: 'w-m',
      isOptional: true,
    }),
    why: f.text(`why.${n}`, 'returns.why', { maxlength: 100, width: 'w-form', isOptional: true }),
  }
}

function partField(t: Translate, f: ReturnType<typeof formFields>, of: BillLine): FieldView {
  const { line, kind, unit } = of
  if (isOfPacket(of)) return f.number(`part.${line}`, 'returns.part', { suffix: t('papers.piece.ct'), maxlength: 20 })
  const symbol = kind === 'lot' ? 'units.GMS.symbol' : `units.${unit}.symbol`
  const suffix = isWordKey(symbol) ? t(symbol) : unit
  return f.number(`part.${line}`, 'returns.part', { suffix, maxlength: 20 })
}

/** "Sold 3, 1 came back before · ₹300.00" */
function aboutOf(t: Translate, line: BillLine): string {
  const { sold, back, taxable, heads } = line
  const shown = (n: bigint) => partText(line, n)
  const total = paise(taxable + taxTotal(heads))
  const came =
    back > 0n
      ? t('returns.soldAndBack', { sold: shown(sold), back: shown(back) })
      : t('returns.sold', { sold: shown(sold) })
  return `${came} · ₹${rupees(total)}`
}

function goneOf(t: Translate, { sold, back, isWithBuyer }: BillLine): string {
  if (back >= sold) return t('returns.refusal.allBack')
  return isWithBuyer ? '' : t('returns.refusal.pieceElsewhere')
}

export function figuresView(t: Translate, decision: ReturnDecision | undefined): FiguresView {
  if (!decision) return { rows: [], hint: t('returns.figures.hint') }
  const { taxable, heads, roundOff, total, deduction, settled, refund, credit, loyalty } = decision
  const row = (label: string, amount: bigint, kind: KvRow['kind'] = 'plain'): KvRow => ({
    label,
    value: rupees(paise(amount)),
    href: '',
    kind,
  })
  const rest = credit - settled - refund
  return {
    rows: [
      ...(deduction > 0n ? [row(t('returns.kept'), deduction)] : []),
      row(t('returns.taxable'), taxable),
      ...(heads.cgst > 0n ? [row(t('sales.cgst'), heads.cgst), row(t('sales.sgst'), heads.sgst)] : []),
      ...(heads.igst > 0n ? [row(t('sales.igst'), heads.igst)] : []),
      ...(roundOff === 0n ? [] : [row(t('sales.roundOff'), roundOff)]),
      row(t('returns.note'), total, 'sum'),
      ...(loyalty.owed > 0n ? [row(t('returns.owed'), loyalty.owed)] : []),
      ...(settled > 0n ? [row(t('returns.settled'), settled)] : []),
      ...(refund > 0n ? [row(t('returns.refunded'), refund, 'b')] : []),
      ...(rest > 0n ? [row(t('returns.credit'), rest, 'b')] : []),
    ],
    hint: '',
  }
}
