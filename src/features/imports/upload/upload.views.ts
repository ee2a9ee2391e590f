import type { ChoicesView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { importKinds } from '../imports.fields.ts'

export interface UploadView {
  summary: SummaryView
  head: TitleView
  id: string
  kind: ChoicesView
  file: { error: string }
  templates: readonly { kind: string; help: string; links: readonly { href: string; text: string; label: string }[] }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'imports/new': UploadView
  }
}

export function uploadView(t: Translate, typed: Typed): UploadView {
  const f = formFields(t, typed)
  const { file } = typed.errors
  const kinds = importKinds.map((kind) => ({ value: kind, text: t(`imports.kind.${kind}`) }))
  return {
    summary: f.summary(['kind', 'file']),
    head: {
      title: t('imports.new'),
      note: t('imports.new.note'),
      back: { href: '/imports', text: t('imports.title') },
      badge: undefined,
    },
    id: typed.values['id'] ?? '',
    kind: f.radios('kind', 'imports.what', kinds),
    file: { error: file ? t(file.key, file.values) : '' },
    templates: importKinds.map((kind) => ({
      kind: t(`imports.kind.${kind}`),
      help: t(`imports.kind.${kind}.help`),
      links: ['csv', 'xlsx'].map((ending) => ({
        href: `/imports/templates/${kind}.${ending}`,
        text: ending.toUpperCase(),
        label: t('imports.templates.of', { kind: t(`imports.kind.${kind}`), format: ending.toUpperCase() }),
      })),
    })),
  }
}
