import { sumGoods } from '../../../core/goods.ts'
import { rupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { carats, grams, mct, mg } from '../../../core/weight.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import {
  type BarView,
  type FactView,
  fact,
  type LetterheadView,
  letterhead,
  type PaperReader,
  type PartyBoxView,
  partyBox,
  stateText,
} from '../../papers/index.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'
import type { Movement } from '../movements.queries.ts'
import type { MovementForm, MovementLine } from '../movements.types.ts'
import { unitText } from '../movements.words.ts'

export interface MovementPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  party: PartyBoxView
  facts: readonly FactView[]
  hasWeights: boolean
  lines: readonly {
    number: number
    words: string
    about: string
    hsn: string
    quantity: string
    gross: string
    net: string
    value: string
  }[]
  gross: string
  net: string
  value: string
  terms: string
  note: string
  shop: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/movement': MovementPaperView
  }
}

export interface MovementPaperOf extends Movement {
  seller: SellerSnapshot
  party: PartySnapshot
  isCancelled: boolean
  logo: string
  bar?: BarView
}

/** Delivery challan (CGST Rules, rule 55: consignor, consignee, HSN, quantity, value, and that it is no supply), or a slip. */
export function movementPaper({ t, locale }: PaperReader, of: MovementPaperOf): MovementPaperView {
  const { head, lines, seller, party, isCancelled, logo, bar } = of
  const isChallan = head.form === 'transfer' || head.form === 'hallmark'
  const title = t(titleOf(head.form))
  const notice = isCancelled ? t('movements.state.cancelled') : t(noticeOf(head.form))
  const number = head.number ?? ''
  // A breaking or melting says what went in first, then what came of it.
  const all = sumGoods(lines.filter(({ side }) => side !== 'in').map(({ goods }) => goods))
  const hasWeights = lines.some(({ goods }) => goods.gross > 0n)
  return {
    title: `${title} ${number}`,
    bar,
    letterhead: letterhead(t, seller, logo, { title, notice }),
    party: isChallan
      ? partyBox(t, t('challans.paper.to'), party, '')
      : { label: t('shell.branch'), name: head.branchName, lines: head.toCounter ? [head.toCounter] : [] },
    facts: [
      fact(t('shell.number'), number, 'b'),
      fact(t('shell.date'), showDate(locale, head.onDate), 'b'),
      ...(head.dueOn ? [fact(t('challans.due'), showDate(locale, head.dueOn))] : []),
      ...(head.form === 'transfer' ? [fact(t('movements.from'), head.branchName)] : []),
      ...(isChallan ? [fact(t('papers.placeOfSupply'), stateText(t, party.state || seller.state))] : []),
      ...(head.toCounter ? [fact(t('movements.counter'), head.toCounter)] : []),
      ...(head.form === 'workshop' ? [fact(t('movements.melt.loss'), lossOf(head))] : []),
      fact(t('movements.paper.by'), head.askedByName),
    ],
    hasWeights,
    lines: lines.map((line) => ({
      number: line.line,
      words: `${line.side === 'in' ? '+ ' : ''}${line.words}`,
      about: [line.about, reasonOf(t, line)].filter(Boolean).join(' · '),
      hsn: line.hsn,
      quantity: quantityOf(t, line),
      gross: line.goods.gross > 0n ? grams(line.goods.gross) : '',
      net: line.goods.net > 0n ? grams(line.goods.net) : '',
      value: rupees(line.goods.value),
    })),
    gross: grams(all.gross),
    net: grams(all.net),
    value: rupees(head.value),
    terms: t(isChallan ? termsOf(head.form) : 'movements.paper.slip'),
    note: head.note,
    shop: seller.name,
  }
}

/** Metal, and stones where some are lost. */
function lossOf({ figures }: MovementPaperOf['head']): string {
  const [metal, stones] = [mg(BigInt(figures['loss'] ?? '0')), mct(BigInt(figures['loss_carat'] ?? '0'))]
  return [`${grams(metal)} g`, stones > 0n ? `${carats(stones)} ct` : ''].filter(Boolean).join(' · ')
}

const titleOf = (form: MovementForm) =>
  form === 'transfer' || form === 'hallmark' ? 'challans.paper.title' : (`movements.paper.${form}` as const)

const noticeOf = (form: MovementForm) => {
  if (form === 'transfer') return 'movements.paper.ownTransfer'
  return form === 'hallmark' ? 'movements.paper.jobWork' : 'movements.paper.inHouse'
}

const termsOf = (form: MovementForm) =>
  form === 'transfer' ? 'movements.paper.transferTerms' : 'movements.paper.jobTerms'

function quantityOf(t: Translate, { pieceId, lotId, unit, goods }: MovementLine): string {
  if (pieceId) return '1'
  return lotId ? `${grams(goods.gross)} g` : `${quantity(goods.quantity)} ${unitText(t, unit)}`
}

function reasonOf(t: Translate, { reason, outcome, outcomeNote }: MovementLine): string {
  const key = `movements.reason.${reason}`
  return [isWordKey(key) ? t(key) : '', outcome === 'marked' ? outcomeNote : ''].filter(Boolean).join(' ')
}
