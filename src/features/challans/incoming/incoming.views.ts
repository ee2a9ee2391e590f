import type { IsoDate } from '../../../core/dates.ts'
import { grams, type Mg } from '../../../core/weight.ts'
import type { AreaView, BadgeView, FieldView, KvRow, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'

/** So many lines the form has. */
export const rowCount = 6

export interface NewIncomingView {
  summary: SummaryView
  head: TitleView
  id: string
  partyId: string
  number: FieldView
  dueOn: FieldView
  rows: readonly { words: FieldView; pieces: FieldView; gross: FieldView; net: FieldView }[]
  note: AreaView
}

export interface FoundIncoming {
  head: {
    id: string
    number: string
    onDate: IsoDate
    dueOn: IsoDate
    note: string
    byName: string
    partyId: string
    partyName: string
  }
  lines: LineFound[]
}

export interface LineFound {
  line: number
  words: string
  pieces: number
  gross: Mg
  net: Mg
  outcome: 'held' | 'returned' | 'bought'
  outcomeOn: IsoDate | null
  isBilled: boolean
}

export interface IncomingView {
  head: TitleView
  /** Where what was bought is billed; empty where nothing was, or for who may not. */
  billHref: string
  facts: readonly KvRow[]
  note: string
  lines: readonly {
    line: number
    words: string
    pieces: string
    gross: string
    net: string
    badge: BadgeView
    action: string
    tagHref: string
    receiveHref: string
  }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'challans/in-new': NewIncomingView
    'challans/in-show': IncomingView
  }
}

export function newIncomingView(
  t: Translate,
  of: { party: { id: string; name: string }; typed: Readonly<Record<string, string>>; errors: FieldErrors },
): NewIncomingView {
  const { party, typed, errors } = of
  const f = formFields(t, { values: typed, errors })
  const short = { maxlength: 30, isOptional: true, width: 'w-s' } as const
  return {
    summary: f.summary(),
    head: {
      title: t('challans.in.of', { name: party.name }),
      note: t('challans.in.help'),
      back: { href: '/challans?list=in', text: t('challans.title') },
      badge: undefined,
    },
    id: typed['id'] ?? '',
    partyId: party.id,
    number: f.text('number', 'challans.in.number', { maxlength: 50, isOptional: true, width: 'w-m', isFirst: true }),
    dueOn: f.date('due_on', 'challans.due', { hint: 'orders.due.hint' }),
    rows: Array.from({ length: rowCount }, (_, row) => ({
      words: f.text(`lines.${row}.words`, 'challans.in.words', { maxlength: 200, isOptional: row > 0 }),
      pieces: f.number(`lines.${row}.pieces`, 'challans.pieces', short),
      gross: f.number(`lines.${row}.gross`, 'challans.gross', { ...short, suffix: 'g' }),
      net: f.number(`lines.${row}.net`, 'challans.net', { ...short, suffix: 'g' }),
    })),
    note: f.area('note', 'orders.note', { rows: 2, maxlength: 500, isOptional: true }),
  }
}

const tones = { held: 'acc', returned: 'plain', bought: 'good' } as const

export function incomingView(
  { t, locale }: { t: Translate; locale: Locale },
  { head, lines }: FoundIncoming,
  may: { settle: boolean; tag: boolean; receive: boolean; bill: boolean },
): IncomingView {
  const row = (label: string, value: string, href = ''): KvRow => ({ label, value, href, kind: 'plain' })
  return {
    head: {
      title: head.number || t('challans.in.title'),
      note: [t('challans.in.title'), showDate(locale, head.onDate), t('orders.by', { name: head.byName })].join(' · '),
      back: { href: '/challans?list=in', text: t('challans.title') },
      badge: undefined,
    },
    billHref:
      may.bill && lines.some(({ outcome, isBilled }) => outcome === 'bought' && !isBilled)
        ? `/purchases/bills/new?party=${head.partyId}&approval=${head.id}`
        : '',
    facts: [
      row(t('challans.in.supplier'), head.partyName, `/parties/${head.partyId}`),
      row(t('challans.due'), showDate(locale, head.dueOn)),
    ],
    note: head.note,
    lines: lines.map((line) => ({
      ...{
        line: line.line,
        words: line.words,
        pieces: String(line.pieces),
        gross: grams(line.gross),
        net: grams(line.net),
      },
      badge: { text: t(`challans.in.outcome.${line.outcome}`), tone: tones[line.outcome] },
      action: may.settle && line.outcome === 'held' ? `/challans/in/${head.id}/lines/${line.line}` : '',
      receiveHref: may.receive && line.outcome === 'bought' ? `/purchases/receipts/new?party=${head.partyId}` : '',
      tagHref: may.tag && line.outcome === 'bought' ? '/pieces/new' : '',
    })),
  }
}
