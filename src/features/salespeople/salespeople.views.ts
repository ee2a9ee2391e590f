import type { Commission } from '../../core/commission.ts'
import { paise, rupees } from '../../core/money.ts'
import { percent } from '../../core/percent.ts'
import type {
  BadgeView,
  FieldView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../web/components.views.ts'
import { formFields, type Typed } from '../../web/form-fields.ts'
import type { Translate } from '../../words/index.ts'
import { commissionKinds } from './salespeople.form.ts'
import type { Salesperson } from './salespeople.queries.ts'

export interface SalespeopleView {
  head: TitleView
  tabs: TabsView
  canEdit: boolean
  rows: readonly {
    href: string
    name: string
    badge: BadgeView | undefined
    user: string
    branch: string
    commission: string
  }[]
  empty: VoidView
}

export interface SalespersonView {
  head: TitleView
  summary: SummaryView
  action: string
  /** Of a new one; empty for one that is there. */
  id: string
  name: FieldView
  user: SelectView
  branch: SelectView | undefined
  kind: SelectView
  rate: FieldView
  /** Archives or brings back; empty for a new one. */
  archive: { action: string; text: string } | undefined
}

declare module '../../web/views.ts' {
  interface Views {
    'salespeople/list': SalespeopleView
    'salespeople/edit': SalespersonView
  }
}

const url = '/people/salespeople'

export const salespeopleView = (
  t: Translate,
  rows: readonly Salesperson[],
  { tabs, canEdit }: { tabs: TabsView; canEdit: boolean },
): SalespeopleView => ({
  head: { title: t('salespeople.title'), note: t('salespeople.note'), back: undefined, badge: undefined },
  tabs,
  canEdit,
  rows: rows.map((row) => ({
    href: canEdit ? `${url}/${row.id}` : '',
    name: row.name,
    badge: row.isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    user: row.userName ?? t('salespeople.user.none'),
    branch: row.branchName ?? t('salespeople.branch.all'),
    commission: t(`salespeople.said.${row.kind}`, { rate: rateText(row) }),
  })),
  empty: {
    icon: 'user',
    title: t('salespeople.empty'),
    text: t('salespeople.empty.text'),
    action: canEdit ? { href: `${url}/new`, text: t('salespeople.new') } : undefined,
  },
})

function rateText({ kind, rate }: { kind: Commission['kind']; rate: bigint }): string {
  if (kind === 'none') return ''
  return kind === 'value' || kind === 'making' ? percent(Number(rate)) : rupees(paise(rate))
}

export interface Choosing {
  users: readonly { id: string; name: string }[]
  branches: readonly { id: string; name: string }[]
}

/** What the form of one who is there shows first. */
export const typedOf = (row: Salesperson): Record<string, string> => ({
  name: row.name,
  user: row.userId ?? '',
  branch: row.branchId ?? '',
  kind: row.kind,
  rate: rateText(row),
})

export function salespersonView(
  t: Translate,
  typed: Typed,
  { users, branches }: Choosing,
  of: { id: string } | Salesperson,
): SalespersonView {
  const fields = formFields(t, typed)
  const isThere = 'name' in of
  const named = (rows: readonly { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, text: name }))
  return {
    head: {
      title: isThere ? t('salespeople.edit', { name: of.name }) : t('salespeople.new'),
      note: '',
      back: { href: url, text: t('salespeople.title') },
      badge: isThere && of.isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    },
    summary: fields.summary(['name', 'user', 'branch', 'kind', 'rate']),
    action: isThere ? `${url}/${of.id}` : url,
    id: isThere ? '' : of.id,
    name: fields.text('name', 'shell.name', { maxlength: 60, isFirst: true }),
    user: fields.select('user', 'salespeople.user', [{ value: '', text: t('salespeople.user.none') }, ...named(users)]),
    branch:
      branches.length > 1
        ? fields.select('branch', 'salespeople.branch', [
            { value: '', text: t('salespeople.branch.all') },
            ...named(branches),
          ])
        : undefined,
    kind: fields.select(
      'kind',
      'salespeople.commission',
      commissionKinds.map((kind) => ({ value: kind, text: t(`salespeople.kind.${kind}`) })),
    ),
    rate: fields.number('rate', 'salespeople.rate', { hint: 'salespeople.rate.hint', isOptional: true, maxlength: 20 }),
    archive: isThere
      ? {
          action: `${url}/${of.id}/${of.isArchived ? 'return' : 'archive'}`,
          text: t(of.isArchived ? 'shell.bringBack' : 'shell.archive'),
        }
      : undefined,
  }
}
