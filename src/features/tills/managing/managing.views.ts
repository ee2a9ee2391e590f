import type {
  BadgeView,
  CheckView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { listAllTills } from '../tills.queries.ts'

export interface ManagingView {
  head: TitleView
  summary: SummaryView
  rows: readonly {
    id: string
    name: string
    branch: string
    badge: BadgeView | undefined
    isMain: boolean
    isArchived: boolean
    field: FieldView
  }[]
  id: string
  name: FieldView
  branch: SelectView | undefined
  blind: CheckView
}

declare module '../../../web/views.ts' {
  interface Views {
    'tills/manage': ManagingView
  }
}

interface Managed {
  tills: Awaited<ReturnType<typeof listAllTills>>
  branches: readonly { id: string; name: string }[]
  isBlind: boolean
  /** Of a new till. */
  id: string
  name: string
  errors: FieldErrors
}

export function managingView(t: Translate, { tills, branches, isBlind, id, name, errors }: Managed): ManagingView {
  const names = Object.fromEntries(tills.map((till) => [`name.${till.id}`, till.name]))
  const fields = formFields(t, { values: { ...names, name, blind: isBlind ? 'yes' : '' }, errors })
  const choices = branches.map((branch) => ({ value: branch.id, text: branch.name }))
  return {
    head: {
      title: t('tills.manage'),
      note: '',
      back: { href: '/tills', text: t('tills.title') },
      badge: undefined,
    },
    summary: fields.summary(),
    rows: tills.map((till) => ({
      id: till.id,
      name: till.name,
      branch: branches.length > 1 ? till.branchName : '',
      badge: badgeOf(t, till),
      isMain: till.isMain,
      isArchived: till.isArchived,
      field: { ...fields.text(`name.${till.id}`, 'tills.rename', { maxlength: 40, width: 'w-m' }), name: 'name' },
    })),
    id,
    name: fields.text('name', 'tills.new.name', { hint: 'tills.new.hint', maxlength: 40, width: 'w-m' }),
    branch: choices.length > 1 ? fields.select('branch', 'tills.branch', choices) : undefined,
    blind: fields.check('blind', 'tills.blind', { hint: 'tills.blind.hint' }),
  }
}

function badgeOf(t: Translate, { isMain, isArchived }: Managed['tills'][number]): BadgeView | undefined {
  if (isArchived) return { text: t('shell.archived'), tone: 'plain' }
  return isMain ? { text: t('tills.main'), tone: 'good' } : undefined
}
