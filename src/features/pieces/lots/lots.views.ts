import { touchText } from '../../../core/metal.ts'
import { rupees } from '../../../core/money.ts'
import { carats, grams, mg } from '../../../core/weight.ts'
import type { Page } from '../../../db/paging.ts'
import type {
  AreaView,
  BadgeView,
  ChoicesView,
  FieldView,
  Fig,
  PagerView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { StockTotals } from '../list/list.queries.ts'
import { figsOf } from '../list/list.views.ts'
import type { LotFacts } from '../lots.facts.ts'
import type { MakingChoices } from '../making/making.queries.ts'
import type { Typed } from '../pieces.form.ts'
import { lotKinds } from './lots.form.ts'
import type { ListedLot, LotMoveRow } from './lots.queries.ts'

export interface LotsView {
  head: TitleView
  canEdit: boolean
  seesCost: boolean
  figs: readonly Fig[]
  tabs: TabsView
  rows: readonly LotRowView[]
  empty: VoidView
  pager: PagerView
}

interface LotRowView {
  id: string
  href: string
  name: string
  note: string
  badge: BadgeView | undefined
  purity: string
  gross: string
  net: string
  fine: string
  carat: string
  value: string
}

export interface LotView {
  head: TitleView
  id: string
  canEdit: boolean
  /** More of it is weighed in here; empty where it came from customers, or is put away. */
  moreHref: string
  /** What is broken, lost or given is taken out by an adjustment; empty where nobody may. */
  takeHref: string
  archive: { to: string; text: string } | undefined
  figs: readonly Fig[]
  seesCost: boolean
  moves: readonly {
    id: string
    on: string
    what: string
    href: string
    reference: string
    gross: string
    fine: string
    carat: string
    value: string
  }[]
  pager: PagerView
}

export interface NewLotView {
  head: TitleView
  summary: SummaryView
  id: string
  kind: ChoicesView
  item: SelectView
  branch: SelectView
  onDate: FieldView
  name: FieldView
  barcode: FieldView
  counter: FieldView
  pieces: FieldView
  gross: FieldView
  net: FieldView
  touch: FieldView
  carat: FieldView
  value: FieldView
  note: AreaView
  missing: VoidView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'lots/list': LotsView
    'lots/show': LotView
    'lots/new': NewLotView
  }
}

const kinds = ['', 'metal', 'stones', 'old-metal'] as const

export function lotsView(
  t: Translate,
  { page, totals, kind, hasBefore }: { page: Page<ListedLot>; totals: StockTotals; kind: string; hasBefore: boolean },
  { canEdit, seesCost }: { canEdit: boolean; seesCost: boolean },
): LotsView {
  const last = page.rows.at(-1)
  const href = kind === '' ? '/lots?' : `/lots?kind=${kind}&`
  return {
    head: { title: t('lots.title'), note: t('lots.note'), back: undefined, badge: undefined },
    canEdit,
    seesCost,
    figs: figsOf(t, totals, seesCost).slice(1),
    tabs: {
      label: t('lots.kind'),
      tabs: kinds.map((one) => ({
        href: one === '' ? '/lots' : `/lots?kind=${one}`,
        text: one === '' ? t('shell.all') : t(`lots.kind.${one}`),
        isCurrent: one === kind,
      })),
    },
    rows: page.rows.map((lot) => rowOf(t, lot)),
    empty: {
      icon: 'scale',
      title: t('lots.empty'),
      text: t('lots.empty.help'),
      action: canEdit ? { href: '/lots/new', text: t('lots.new') } : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: hasBefore ? href.slice(0, -1) : '',
      earlierHref: page.hasMore && last ? `${href}before=${last.id}` : '',
    },
  }
}

function rowOf(t: Translate, lot: ListedLot): LotRowView {
  const isStones = lot.kind === 'stones'
  return {
    id: lot.id,
    href: `/lots/${lot.id}`,
    name: lot.name,
    note: [lot.itemName, lot.barcode, lot.counter || lot.branchName].filter(Boolean).join(' · '),
    badge: lot.isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    purity: isStones ? t('lots.kind.stones') : lot.purity,
    gross: grams(lot.gross),
    net: isStones ? '' : grams(lot.net),
    fine: isStones ? '' : grams(lot.fine),
    carat: lot.carat > 0n ? carats(lot.carat) : '',
    value: rupees(lot.value),
  }
}

export function lotView(
  { t, locale }: { t: Translate; locale: Locale },
  { lot, moves, hasBefore }: { lot: LotFacts; moves: Page<LotMoveRow>; hasBefore: boolean },
  { seesCost, canEdit, canMove }: { seesCost: boolean; canEdit: boolean; canMove: boolean },
): LotView {
  const isEmpty = lot.gross === 0n && lot.net === 0n && lot.carat === 0n
  const last = moves.rows.at(-1)
  const note = [
    lot.itemName,
    lot.kind === 'stones' ? '' : lot.purity,
    lot.tag === lot.name ? '' : lot.tag,
    lot.branchName,
  ]
  return {
    head: {
      title: lot.name,
      note: [...note, lot.counter].filter(Boolean).join(' · '),
      back: { href: '/lots', text: t('lots.title') },
      badge: lot.isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    },
    id: lot.id,
    canEdit,
    moreHref: canEdit && !lot.isArchived && lot.kind !== 'old-metal' ? `/lots/${lot.id}/more` : '',
    takeHref: canMove && !isEmpty ? `/stock/adjustments/new?add=${encodeURIComponent(lot.tag)}` : '',
    archive: canEdit ? archiveOf(t, lot, isEmpty) : undefined,
    figs: lotFigs(t, lot, seesCost),
    seesCost,
    moves: moves.rows.map((move) => ({
      id: move.id,
      on: showDate(locale, move.onDate),
      what: [t(`items.move.${move.kind}`), move.note === lot.name ? '' : move.note].filter(Boolean).join(' · '),
      href: move.documentId ? `/sales/${move.documentId}` : '',
      reference: move.documentNumber ?? '',
      gross: signed(grams(mg(move.gross)), move.gross),
      fine: signed(grams(mg(move.fine)), move.fine),
      carat: move.carat === 0n ? '' : signed(carats(move.carat), move.carat),
      value: rupees(move.value),
    })),
    pager: {
      shown: t('shell.shown', { count: moves.rows.length }),
      laterHref: hasBefore ? `/lots/${lot.id}` : '',
      earlierHref: moves.hasMore && last ? `/lots/${lot.id}?before=${last.id}` : '',
    },
  }
}

/** Only what is empty is put away. */
function archiveOf(t: Translate, { isArchived }: LotFacts, isEmpty: boolean): LotView['archive'] {
  if (isArchived) return { to: 'open', text: t('shell.bringBack') }
  return isEmpty ? { to: 'archived', text: t('shell.archive') } : undefined
}

const signed = (text: string, of: bigint): string => (of > 0n ? `+${text}` : text)

function lotFigs(t: Translate, lot: LotFacts, seesCost: boolean): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const g = { ...plain, unit: t('pieces.g') }
  const cost = seesCost ? [{ ...plain, label: t('pieces.cost'), value: `₹${rupees(lot.value)}` }] : []
  const count = lot.pieces > 0 ? [{ ...plain, label: t('pieces.title'), value: String(lot.pieces) }] : []
  if (lot.kind === 'stones') {
    const carat = {
      ...plain,
      label: t('pieces.carat'),
      value: carats(lot.carat),
      unit: t('pieces.ct'),
      note: heldNote(t, lot),
    }
    return [carat, { ...g, label: t('pieces.gross'), value: grams(lot.gross) }, ...count, ...cost]
  }
  return [
    { ...g, label: t('pieces.gross'), value: grams(lot.gross) },
    { ...g, label: t('pieces.net'), value: grams(lot.net), note: heldNote(t, lot) },
    { ...g, label: t('pieces.fineAt', { touch: touchText(lot.fineness) }), value: grams(lot.fine) },
    ...count,
    ...cost,
  ]
}

/** What of it is out on approval, if any. */
function heldNote(t: Translate, { kind, heldNet, heldCarat }: LotFacts): string {
  if (kind === 'stones')
    return heldCarat > 0n ? t('lots.held', { weight: t('papers.piece.carats', { carats: carats(heldCarat) }) }) : ''
  return heldNet > 0n ? t('lots.held', { weight: `${grams(heldNet)} ${t('pieces.g')}` }) : ''
}

export function newLotView(
  t: Translate,
  { typed, errors, choices }: { typed: Typed; errors: FieldErrors; choices: MakingChoices },
): NewLotView {
  const f = formFields(t, { values: typed, errors })
  const g = { suffix: t('pieces.g'), width: 'w-s', isOptional: true } as const
  const articles = choices.articles.map(({ id, name, purity }) => ({ value: id, text: `${name} · ${purity}` }))
  return {
    head: { title: t('lots.new'), note: '', back: { href: '/lots', text: t('lots.title') }, badge: undefined },
    summary: f.summary([
      'item',
      'name',
      'barcode',
      'branch',
      'on_date',
      'gross',
      'net_weight',
      'touch',
      'carat',
      'pieces',
      'value',
    ]),
    id: typed['id'] ?? '',
    kind: f.radios(
      'kind',
      'lots.kind',
      lotKinds.map((value) => ({ value, text: t(`lots.kind.${value}`) })),
    ),
    item: f.select('item', 'pieces.article', [{ value: '', text: t('shell.choose') }, ...articles], {
      width: 'w-form',
    }),
    branch: f.select(
      'branch',
      'shell.branch',
      choices.branches.map(({ id, name }) => ({ value: id, text: name })),
    ),
    onDate: f.date('on_date', 'pieces.cameOn', { maxlength: 20 }),
    name: f.text('name', 'shell.name', { hint: 'lots.name.hint', maxlength: 60, width: 'w-m' }),
    barcode: f.text('barcode', 'items.barcode', { maxlength: 32, width: 'w-m', isOptional: true }),
    counter: f.text('counter', 'pieces.counter', {
      hint: 'pieces.counter.hint',
      maxlength: 30,
      width: 'w-s',
      isOptional: true,
    }),
    pieces: f.number('pieces', 'lots.pieces', { width: 'w-s', isOptional: true }),
    gross: f.number('gross', 'pieces.gross', { ...g, hint: 'lots.gross.hint' }),
    net: f.number('net_weight', 'pieces.net', { ...g, hint: 'lots.net.hint' }),
    touch: f.number('touch', 'lots.touch', { hint: 'lots.touch.hint', suffix: '%', width: 'w-s', isOptional: true }),
    carat: f.number('carat', 'pieces.carat', {
      hint: 'lots.carat.hint',
      suffix: t('pieces.ct'),
      width: 'w-s',
      isOptional: true,
    }),
    value: f.money('value', 'lots.value'),
    note: f.area('note', 'shell.notes', { rows: 2, maxlength: 500, isOptional: true }),
    missing:
      choices.articles.length > 0
        ? undefined
        : {
            icon: 'scale',
            title: t('lots.noArticle'),
            text: t('lots.noArticle.help'),
            action: { href: '/items/new', text: t('items.new') },
          },
  }
}
