import type { CheckView, LinkView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Reader } from '../imports.views.ts'
import { stateBadge } from '../imports.views.ts'
import type { Use } from './undo.routes.ts'

export interface UndoView {
  summary: SummaryView
  head: TitleView
  action: string
  job: string
  going: string
  used: { text: string; links: readonly LinkView[]; more: string } | undefined
  keep: CheckView
  backHref: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'imports/undo': UndoView
  }
}

const mostShown = 50

export function undoView({ t }: Reader, typed: Typed, { run, made, used }: Use): UndoView {
  const f = formFields(t, typed)
  const links = used.slice(0, mostShown).map(({ name, href }) => ({ text: name, href }))
  return {
    summary: f.summary(['keep']),
    head: {
      title: t('imports.undo.title'),
      note: t('imports.undo.note'),
      back: {
        href: `/imports/${run.id}`,
        text: t('imports.of', { kind: t(`imports.kind.${run.kind}`), file: run.fileName }),
      },
      badge: stateBadge(t, run.state),
    },
    action: `/imports/${run.id}/undo`,
    job: typed.values['job'] ?? '',
    going: t('imports.undo.count', { count: made - used.length }),
    used:
      used.length === 0
        ? undefined
        : {
            text: t('imports.undo.used', { count: used.length }),
            links,
            more: used.length > mostShown ? t('imports.undo.used.more', { count: mostShown }) : '',
          },
    keep: f.check('keep', 'imports.undo.keep'),
    backHref: `/imports/${run.id}`,
  }
}
