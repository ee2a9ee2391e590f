import { type Paise, rupees } from '../../../core/money.ts'
import { carats, grams } from '../../../core/weight.ts'
import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { figureOf, figureText } from '../../value-tables/index.ts'
import { type PieceFieldsView, pieceFieldNames, pieceFieldsView } from '../pieces.fields.ts'
import { stoneCell, type Typed } from '../pieces.form.ts'
import type { ShownPiece } from '../showing/showing.queries.ts'

export interface EditPieceView {
  head: TitleView
  summary: SummaryView
  action: string
  version: string
  reason: FieldView
  fields: PieceFieldsView
}

declare module '../../../web/views.ts' {
  interface Views {
    'pieces/edit': EditPieceView
  }
}

export function editPieceView(
  t: Translate,
  piece: { id: string; tag: string; itemName: string },
  { typed, errors }: { typed: Typed; errors: FieldErrors },
): EditPieceView {
  const f = formFields(t, { values: typed, errors })
  return {
    head: {
      title: t('pieces.edit', { tag: piece.tag }),
      note: piece.itemName,
      back: { href: `/pieces/${piece.id}`, text: piece.tag },
      badge: undefined,
    },
    summary: f.summary([...pieceFieldNames(typed), 'reason']),
    action: `/pieces/${piece.id}`,
    version: typed['version'] ?? '',
    reason: f.text('reason', 'shell.reason', { hint: 'pieces.reason.hint', maxlength: 200, isOptional: true }),
    fields: pieceFieldsView(t, { typed, errors }, `/pieces/${piece.id}/form`),
  }
}

/** What the form shows of a piece that is there, with one row of stones to spare. */
export function typedOf({ facts, more }: ShownPiece, own: OwnFigures): Typed {
  const amount = (of: Paise | null) => (of === null || of === 0n ? '' : rupees(of))
  const stones = facts.stones.flatMap((stone, i) => [
    [stoneCell(i, 'kind'), stone.kind],
    [stoneCell(i, 'shape'), stone.shape],
    [stoneCell(i, 'quality'), stone.quality],
    [stoneCell(i, 'pieces'), stone.pieces > 0 ? String(stone.pieces) : ''],
    [stoneCell(i, 'carat'), stone.carat > 0n ? carats(stone.carat) : ''],
    [stoneCell(i, 'basis'), stone.basis],
    [stoneCell(i, 'rate'), amount(stone.rate)],
  ])
  return {
    ...Object.fromEntries(stones),
    stones: String(facts.stones.length + 1),
    version: String(facts.version),
    huid: facts.huid,
    counter: facts.counter,
    size: more.size,
    note: more.note,
    gross: grams(facts.gross),
    other_weight: facts.otherWeight > 0n ? grams(facts.otherWeight) : '',
    net_weight: '',
    making_kind: own.hasMaking ? facts.making.kind : '',
    making: own.hasMaking ? figureText(facts.making.kind, figureOf(facts.making)) : '',
    wastage_kind: own.hasWastage ? facts.wastage.kind : '',
    wastage: own.hasWastage ? figureText(facts.wastage.kind, figureOf(facts.wastage)) : '',
    hallmark: amount(facts.hallmark),
    other: amount(facts.other),
    other_words: facts.otherWords,
    fixed_price: amount(facts.fixedPrice),
  }
}

/** Whether its making and wastage are the piece's own, or its table's. */
export interface OwnFigures {
  hasMaking: boolean
  hasWastage: boolean
}
