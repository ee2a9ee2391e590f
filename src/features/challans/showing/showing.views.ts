import { addDays, addMonths, type IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { carats, grams, type Mct, type Mg, mct, mg } from '../../../core/weight.ts'
import type { BadgeView, FieldView, KvRow, SelectView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ChallanLine, FoundChallan } from './showing.queries.ts'

export interface ChallanView {
  summary: SummaryView
  head: TitleView
  /** That it must be billed soon, or at once; empty where nothing presses. */
  warning: string
  billAction: string
  backAction: string
  scan: FieldView
  printHref: string
  pdfHref: string
  lines: readonly {
    tag: string
    href: string
    words: string
    about: string
    net: string
    value: string
    state: BadgeView | undefined
    bills: readonly { href: string; text: string }[]
  }[]
  /** Of lots that are out; undefined where none is. */
  loose: { lot: SelectView; weight: FieldView; count: FieldView } | undefined
  hasPieces: boolean
  facts: readonly KvRow[]
  note: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'challans/show': ChallanView
  }
}

/** CGST Act, section 31(7): goods on approval are billed at the sale, or six months after they went out. */
const billBy = (onDate: IsoDate): IsoDate => addMonths(onDate, 6)

export function challanBadge(
  t: Translate,
  { isOpen, dueOn, onDate }: { isOpen: boolean; dueOn: IsoDate; onDate: IsoDate },
  today: IsoDate,
): BadgeView {
  if (!isOpen) return { text: t('challans.state.closed'), tone: 'good' }
  if (today >= billBy(onDate)) return { text: t('challans.state.sixMonths'), tone: 'bad' }
  return dueOn < today
    ? { text: t('challans.state.overdue'), tone: 'bad' }
    : { text: t('challans.state.out'), tone: 'acc' }
}

export function challanView(
  { t, locale }: { t: Translate; locale: Locale },
  { challan, lines }: FoundChallan,
  {
    today,
    role,
    typed,
    errors,
  }: { today: IsoDate; role: Role; typed: Readonly<Record<string, string>>; errors: FieldErrors },
): ChallanView {
  const f = formFields(t, { values: typed, errors })
  const isOpen = lines.some((line) => line.isOut)
  const base = `/challans/${challan.id}`
  const until = billBy(challan.onDate)
  const date = showDate(locale, until)
  const presses = isOpen && addDays(today, 30) >= until
  return {
    summary: f.summary(),
    head: {
      title: challan.number,
      note: [t('challans.title'), showDate(locale, challan.onDate), t('orders.by', { name: challan.byName })].join(
        ' · ',
      ),
      back: { href: '/challans', text: t('challans.title') },
      badge: challanBadge(t, { ...challan, isOpen }, today),
    },
    warning: presses ? t(today >= until ? 'challans.sixMonths.past' : 'challans.sixMonths.soon', { date }) : '',
    billAction: isOpen && can(role, 'sale.make') ? `${base}/bill` : '',
    backAction: isOpen && can(role, 'order.make') ? `${base}/back` : '',
    scan: f.text('scan', 'challans.back.scan', { maxlength: 60, hint: 'challans.back.hint' }),
    printHref: `${base}/print`,
    pdfHref: `${base}/print.pdf`,
    lines: lines.map((line) => ({
      ...{ tag: line.tag, href: line.pieceId ? `/pieces/${line.pieceId}` : `/lots/${line.lotId}`, words: line.words },
      about: [line.purity, line.huid, piecesSaid(t, line)].filter(Boolean).join(' · '),
      net: weightSaid(t, line, line),
      value: rupees(line.value),
      state: stateOf(t, line),
      bills: line.bills.map((bill) => ({ href: `/sales/${bill.id}`, text: keptSaid(t, line, bill) })),
    })),
    loose: looseFields(t, f, lines),
    hasPieces: lines.some(({ pieceId, isOut }) => pieceId && isOut),
    facts: [
      { label: t('shell.name'), value: challan.party.name, href: `/parties/${challan.partyId}`, kind: 'plain' },
      { label: t('challans.due'), value: showDate(locale, challan.dueOn), href: '', kind: 'plain' },
      { label: t('challans.billBy'), value: date, href: '', kind: 'plain' },
      { label: t('challans.value'), value: `₹${rupees(challan.total)}`, href: '', kind: 'b' },
    ],
    note: challan.note,
  }
}

/** "24.560 g"; of a packet "2.50 ct". */
const weightSaid = (
  t: Translate,
  { isPacket }: Pick<ChallanLine, 'isPacket'>,
  { net, carat }: { net: Mg; carat: Mct },
): string => (isPacket ? t('papers.piece.carats', { carats: carats(carat) }) : `${grams(net)} ${t('papers.piece.g')}`)

const piecesSaid = (t: Translate, { lotId, pieces }: ChallanLine): string =>
  lotId && pieces > 0 ? t('challans.piecesOf', { count: pieces }) : ''

/** A piece is out, back or kept; of a lot a part may be each, and what is out is said. */
function stateOf(t: Translate, line: ChallanLine): BadgeView | undefined {
  if (line.isOut && line.lotId) {
    const weight = weightSaid(t, line, { net: line.outNet, carat: line.outCarat })
    return { text: t('challans.line.outOf', { weight }), tone: 'acc' }
  }
  if (line.isOut) return { text: t('challans.line.out'), tone: 'acc' }
  return line.bills.length > 0 ? undefined : { text: t('challans.line.back'), tone: 'plain' }
}

function keptSaid(t: Translate, line: ChallanLine, { number, net, carat }: ChallanLine['bills'][number]): string {
  if (line.pieceId) return t('challans.line.billed', { number })
  const weight = weightSaid(t, line, { net: mg(BigInt(net)), carat: mct(BigInt(carat)) })
  return t('challans.line.billedOf', { number, weight })
}

function looseFields(
  t: Translate,
  f: ReturnType<typeof formFields>,
  lines: readonly ChallanLine[],
): ChallanView['loose'] {
  const out = lines.filter(({ lotId, isOut }) => lotId && isOut)
  if (out.length === 0) return undefined
  const choices = out.map((line) => {
    const weight = weightSaid(t, line, { net: line.outNet, carat: line.outCarat })
    return { value: line.lotId ?? '', text: `${line.tag} · ${weight}` }
  })
  return {
    lot: f.select('lot', 'challans.lot', choices, { width: 'w-form' }),
    weight: f.number('weight', 'challans.lot.weight', {
      ...{ width: 'w-s', maxlength: 20, isOptional: true, hint: 'challans.back.weight.hint' },
    }),
    count: f.number('count', 'challans.pieces', { width: 'w-s', maxlength: 6, isOptional: true }),
  }
}
