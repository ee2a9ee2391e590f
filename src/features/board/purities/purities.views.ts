import { metals } from '../../../core/metal.ts'
import type {
  BadgeView,
  CheckView,
  FieldView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { boardTabs, headOf, purityName, type Reader } from '../board.views.ts'
import { finenessText } from './purities.form.ts'
import type { PurityRow } from './purities.queries.ts'

export interface PuritiesView {
  head: TitleView
  tabs: TabsView
  groups: readonly { metal: string; rows: readonly PurityRowView[] }[]
  archived: readonly PurityRowView[]
  empty: VoidView
}

interface PurityRowView {
  id: string
  href: string
  name: string
  fineness: string
  isHallmarked: boolean
  board: BadgeView
  upLabel: string
  downLabel: string
  /** Where it can go. */
  canGoUp: boolean
  canGoDown: boolean
}

export interface PurityFormView {
  head: TitleView
  action: string
  /** Of the new one; empty where one is changed. */
  id: string
  summary: SummaryView
  metal: SelectView | undefined
  name: FieldView
  fineness: FieldView
  hallmarked: CheckView
  onBoard: CheckView
  archive: { action: string; isArchived: boolean } | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'board/purities': PuritiesView
    'board/purity-form': PurityFormView
  }
}

export function puritiesView(reader: Reader, all: readonly PurityRow[]): PuritiesView {
  const { t } = reader
  const open = all.filter(({ archivedAt }) => !archivedAt)
  return {
    head: headOf(t, t('board.purities'), t('board.purities.note')),
    tabs: boardTabs(reader, '/board-rates/purities'),
    groups: metals
      .map((metal) => ({
        metal: t(`board.metal.${metal}`),
        rows: rowsOf(
          t,
          open.filter((one) => one.metal === metal),
        ),
      }))
      .filter(({ rows }) => rows.length > 0),
    archived: rowsOf(
      t,
      all.filter(({ archivedAt }) => archivedAt),
    ),
    empty: { icon: 'gem', title: t('board.empty'), text: t('board.empty.help'), action: undefined },
  }
}

const rowsOf = (t: Translate, rows: readonly PurityRow[]): PurityRowView[] =>
  rows.map((row, at) => {
    const name = purityName(t, row)
    return {
      id: row.id,
      href: `/board-rates/purities/${row.id}`,
      name,
      fineness: finenessText(row.fineness),
      isHallmarked: row.isHallmarked,
      board: row.isOnBoard ? { text: t('board.onBoard'), tone: 'good' } : { text: t('board.offBoard'), tone: 'plain' },
      upLabel: t('board.up', { name }),
      downLabel: t('board.down', { name }),
      canGoUp: at > 0,
      canGoDown: at < rows.length - 1,
    }
  })

/** The form of a new purity (`id` is its own), or of the one that is there. */
export function purityFormView(
  { t }: Pick<Reader, 't'>,
  typed: Typed,
  of: { id: string } | { purity: PurityRow },
): PurityFormView {
  const f = formFields(t, typed)
  const purity = 'purity' in of ? of.purity : undefined
  const href = `/board-rates/purities/${purity?.id ?? ''}`
  return {
    head: {
      title: purity ? purityName(t, purity) : t('board.newPurity'),
      note: purity ? t(`board.metal.${purity.metal}`) : '',
      back: { href: '/board-rates/purities', text: t('board.purities') },
      badge: purity?.archivedAt ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    },
    action: purity ? `${href}/edit` : '/board-rates/purities',
    id: 'id' in of ? of.id : '',
    summary: f.summary(['metal', 'name', 'fineness']),
    metal: purity
      ? undefined
      : f.select(
          'metal',
          'board.metal',
          metals.map((value) => ({ value, text: t(`board.metal.${value}`) })),
        ),
    name: f.text('name', 'shell.name', { maxlength: 40, width: 'w-m', hint: 'board.name.hint', isFirst: true }),
    fineness: f.number('fineness', 'board.fineness', { maxlength: 8, width: 'w-s', hint: 'board.fineness.hint' }),
    hallmarked: f.check('hallmarked', 'board.hallmarked'),
    onBoard: f.check('onBoard', 'board.showOnBoard', { hint: 'board.showOnBoard.hint' }),
    archive: purity && {
      action: `${href}/${purity.archivedAt ? 'bring-back' : 'archive'}`,
      isArchived: purity.archivedAt !== null,
    },
  }
}

export const valuesOf = (purity: PurityRow): Record<string, string> => ({
  metal: purity.metal,
  name: purity.name,
  fineness: finenessText(purity.fineness),
  hallmarked: purity.isHallmarked ? 'yes' : '',
  onBoard: purity.isOnBoard ? 'yes' : '',
})
