import { can } from '../../../core/permissions.ts'
import type { FieldView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { rateProblem, type Side, showRate } from '../board.rules.ts'
import { momentOf, purityName, type Reader, unitText } from '../board.views.ts'
import type { AskFacts } from './asking.queries.ts'

/** Asks for one rate before anything is priced by it: a region of its own, for the counter and for a page by itself. */
export interface AskView {
  title: string
  text: string
  /** For who may set rates; the others are told whom to ask. */
  form: AskForm | undefined
  whom: string
}

interface AskForm {
  id: string
  purityId: string
  side: Side
  back: string
  seen: string
  rate: FieldView
  sure: { word: string } | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'board/_ask': AskView
    'board/ask': AskView & { head: TitleView }
  }
}

export interface AskOf extends AskFacts {
  /** Of the entry. */
  id: string
  purityId: string
  side: Side
  /** Where the person goes on, a page of ours. */
  back: string
  typed?: Typed
  /** The word of a jump, that a tick confirms. */
  sure?: { word: string } | undefined
}

/** Undefined where there is no such purity: nothing can be asked. */
export function askView(reader: Reader, of: AskOf): AskView | undefined {
  const { t, role } = reader
  const { rate, choices, side, editors } = of
  if (!rate) return undefined
  const name = purityName(t, rate)
  const unit = unitText(t, choices.grams)
  const [last, from] = side === 'sell' ? [rate.sell, rate.sellFrom] : [rate.buy, rate.buyFrom]
  const f = formFields(t, of.typed ?? { values: {}, errors: {} })
  const isThere = last !== null && from !== null && rateProblem(rate, side) !== 'missing'
  return {
    title: t(side === 'sell' ? 'board.ask.sell' : 'board.ask.buy', { name }),
    text: isThere
      ? t('board.ask.old', { rate: showRate(last, choices.grams), unit, when: momentOf(reader, from) })
      : t('board.ask.none'),
    form: can(role, 'board.edit')
      ? {
          ...{ id: of.id, purityId: of.purityId, side, back: of.back, seen: reader.now.toISOString(), sure: of.sure },
          rate: f.money('rate', choices.grams === 1 ? 'board.rateGram' : 'board.rateTen', {
            maxlength: 16,
            width: 'w-s',
          }),
        }
      : undefined,
    whom: editors.length > 0 ? t('board.ask.whom', { names: editors.join(', ') }) : '',
  }
}
