import { states } from '../../../core/states.ts'
import type {
  AreaView,
  BadgeView,
  FieldView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { BranchRow } from '../businesses.queries.ts'
import { settingsHead, settingsNav, stateText } from '../settings/settings.views.ts'

export interface BranchesView {
  head: TitleView
  sidenav: TabsView
  canEdit: boolean
  rows: readonly {
    id: string
    name: string
    note: string
    badge: BadgeView | undefined
    isMain: boolean
    isClosed: boolean
  }[]
}

export interface BranchFormView {
  head: TitleView
  action: string
  id: string
  summary: SummaryView
  name: FieldView
  code: FieldView
  state: SelectView
  address: AreaView
  phone: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'settings/branches': BranchesView
    'settings/branch': BranchFormView
  }
}

export const branchesView = (t: Translate, rows: readonly BranchRow[], canEdit: boolean): BranchesView => ({
  head: settingsHead(t, 'branches'),
  sidenav: settingsNav(t, 'branches'),
  canEdit,
  rows: rows.map((row) => ({
    id: row.id,
    name: `${row.name} · ${row.code}`,
    note: [stateText(t, row.state), row.gstin, row.address].filter(Boolean).join(' · '),
    badge: badgeOf(t, row),
    isMain: row.is_main,
    isClosed: row.archived_at !== null,
  })),
})

function badgeOf(t: Translate, row: BranchRow): BadgeView | undefined {
  if (row.archived_at) return { text: t('settings.branches.closed'), tone: 'plain' }
  return row.is_main ? { text: t('settings.branches.main'), tone: 'good' } : undefined
}

/** `id` is the new branch's own; empty for one that is there, which `action` names. */
export function branchFormView(
  t: Translate,
  typed: Typed,
  { id, action }: { id: string; action: string },
): BranchFormView {
  const f = formFields(t, typed)
  return {
    head: {
      title: t(id ? 'settings.branches.new' : 'settings.branches.edit'),
      note: '',
      back: { href: '/settings/branches', text: t('settings.branches') },
      badge: undefined,
    },
    action,
    id,
    summary: f.summary(),
    name: f.text('name', 'shell.name', { maxlength: 60, isFirst: true }),
    code: f.text('code', 'settings.branches.code', { hint: 'settings.branches.code.hint', maxlength: 6, width: 'w-s' }),
    state: f.select(
      'state',
      'shell.state',
      states.map(({ code }) => ({ value: code, text: stateText(t, code) })),
    ),
    address: f.area('address', 'shell.address', { rows: 2, maxlength: 300, isOptional: true }),
    phone: f.phone('phone', 'shell.phone', { isOptional: true }),
  }
}
