import type { AreaView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { Movement } from '../movements.queries.ts'
import type { Typed } from '../movements.schema.ts'
import { unitText } from '../movements.words.ts'

export interface ReceiveView {
  summary: SummaryView
  head: TitleView
  action: string
  backHref: string
  tags: AreaView | undefined
  lines: readonly { words: string; about: string; fields: readonly FieldView[] }[]
  note: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/receive': ReceiveView
  }
}

/** Blind: what was sent is named, and not how much, so that it is counted and not copied. */
export function receiveView(
  t: Translate,
  { head, lines }: Movement,
  { typed, errors }: { typed: Typed; errors: FieldErrors },
): ReceiveView {
  const f = formFields(t, { values: typed, errors })
  const here = `/stock/transfers/${head.id}`
  const short = { maxlength: 30, width: 'w-s', isOptional: true } as const
  const pieces = lines.filter(({ pieceId }) => pieceId !== null)
  return {
    summary: f.summary(['tags']),
    head: {
      title: t('movements.receive.of', { number: head.number ?? '' }),
      note: t('movements.receive.help'),
      back: { href: here, text: head.number ?? '' },
      badge: undefined,
    },
    action: `${here}/receive`,
    backHref: here,
    tags:
      pieces.length === 0
        ? undefined
        : f.area('tags', 'movements.receive.tags', { rows: 6, maxlength: 6000, hint: 'movements.receive.tags.hint' }),
    lines: lines
      .filter(({ pieceId }) => pieceId === null)
      .map((line) => ({
        words: line.words,
        about: line.about,
        fields: line.lotId
          ? [
              f.number(`lines.${line.line}.gross`, 'challans.gross', { ...short, suffix: 'g' }),
              f.number(`lines.${line.line}.net`, 'challans.net', { ...short, suffix: 'g' }),
            ]
          : [
              f.number(`lines.${line.line}.quantity`, 'movements.quantity', {
                ...short,
                suffix: unitText(t, line.unit),
              }),
            ],
      })),
    note: f.area('note', 'movements.note', {
      rows: 2,
      maxlength: 500,
      isOptional: true,
      hint: 'movements.receive.note',
    }),
  }
}
