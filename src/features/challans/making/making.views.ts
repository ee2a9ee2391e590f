import { grams } from '../../../core/weight.ts'
import type { AreaView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { FoundPiece } from '../../pieces/index.ts'

export interface NewChallanView {
  summary: SummaryView
  head: TitleView
  id: string
  partyId: string
  tags: string
  scan: FieldView
  rows: readonly { tag: string; name: string; net: string }[]
  dueOn: FieldView
  note: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'challans/new': NewChallanView
  }
}

export function newChallanView(
  t: Translate,
  {
    party,
    pieces,
    typed,
    errors,
  }: {
    party: { id: string; name: string }
    pieces: readonly FoundPiece[]
    typed: Readonly<Record<string, string>>
    errors: FieldErrors
  },
): NewChallanView {
  const f = formFields(t, { values: typed, errors })
  return {
    summary: f.summary(['scan']),
    head: {
      title: t('challans.new.of', { name: party.name }),
      note: '',
      back: { href: '/challans', text: t('challans.title') },
      badge: undefined,
    },
    id: typed['id'] ?? '',
    partyId: party.id,
    tags: pieces.map(({ tag }) => tag).join(' '),
    scan: f.text('scan', 'challans.scan', {
      maxlength: 60,
      hint: 'challans.scan.hint',
      isOptional: true,
      isFirst: true,
    }),
    rows: pieces.map(({ tag, itemName, purity, net }) => ({
      tag,
      name: `${itemName} · ${purity}`,
      net: `${grams(net)} g`,
    })),
    dueOn: f.date('due_on', 'challans.due', { hint: 'orders.due.hint' }),
    note: f.area('note', 'orders.note', { rows: 2, maxlength: 500, isOptional: true }),
  }
}
