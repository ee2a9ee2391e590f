import { type Goods, sumGoods } from './goods.ts'
import { divRound, type Paise, paise, split, sum, zero } from './money.ts'
import { caratWeight, type Mct, type Mg, mg } from './weight.ts'

/** What is made, all but its value, and what it is said to cost. */
export type Made = { readonly goods: Goods; readonly cost: Paise | null }

export type WorkAsk = {
  /** What goes to the bench, each at its cost; an item has a quantity alone, and nobody weighed it. */
  readonly ins: readonly Goods[]
  readonly outs: readonly Made[]
  /** Labour and the like, beside what goes in. */
  readonly extra: Paise
  /** As they were weighed: metal that is lost, and stones. */
  readonly loss: Mg
  readonly lostStones: Mct
  /** What the loss cost; none: as the fine metal that is lost. */
  readonly lossCost: Paise | null
}

export type Work = {
  readonly lossFine: Mg
  readonly lossValue: Paise
  /** What each that is made costs; with the loss it is all that went in, and the extra. */
  readonly values: readonly Paise[]
}

/** Why it cannot be: weights that do not balance, or costs. `at` counts what is made from 0. */
export type WorkProblem =
  | { readonly problem: 'net' | 'fine' | 'other'; readonly went: Mg; readonly came: Mg }
  | { readonly problem: 'stones'; readonly went: Mct; readonly came: Mct }
  | { readonly problem: 'cost'; readonly at: number }
  | { readonly problem: 'costOver' | 'costLeft' | 'lossCost'; readonly left: Paise }

/**
 * Pieces, lots and items become others. Net metal, stones and all else that weighs come out as they went in, but for the loss
 * that is stated; so does the fine metal, within what rounding each line to a milligram may take. An item takes along what the
 * others leave of the metal; what was an item before may bring any. The cost goes with the fine metal, where it is not said.
 */
export function workGoods(ask: WorkAsk): Work | WorkProblem {
  const { ins, outs, loss, lostStones } = ask
  const went = sumGoods(ins)
  const came = sumGoods(outs.map(({ goods }) => goods))
  const isUnweighed = went.gross === 0n
  const goesOn = outs.some(({ goods }) => isItem(goods))
  const off = isUnweighed ? -loss : went.net - came.net - loss
  if (goesOn ? off < 0n : off !== 0n) return { problem: 'net', went: went.net, came: came.net }
  const stones = isUnweighed ? -lostStones : went.carat - came.carat - lostStones
  if (goesOn ? stones < 0n : stones !== 0n) return { problem: 'stones', went: went.carat, came: came.carat }
  const rounding = BigInt(ins.length + outs.length)
  const [others, made] = [otherOf(ins), otherOf(outs.map(({ goods }) => goods))]
  if (!ins.some(isItem) && made > others + rounding) return { problem: 'other', went: others, came: made }
  const left = went.fine - came.fine
  if (!isUnweighed && (left < -rounding || left > went.net - came.net + rounding))
    return { problem: 'fine', went: went.fine, came: came.fine }
  // What goes on in an item is of the fineness of what went in.
  const share = went.net > 0n ? divRound(went.fine * loss, went.net, 'half-up') : 0n
  const lossFine = mg(loss === 0n ? 0n : least(goesOn ? share : left, left))
  return spread(ask, { went, lossFine, held: left - lossFine })
}

const isItem = ({ gross }: Goods): boolean => gross === 0n
/** Never below nothing. */
const least = (a: bigint, b: bigint): bigint => (a < b ? (a > 0n ? a : 0n) : b > 0n ? b : 0n)

/** Lac, wax and beads: what is neither metal nor stone. */
const otherOf = (goods: readonly Goods[]): Mg =>
  mg(goods.reduce((all, { gross, net, carat }) => all + gross - net - caratWeight(carat), 0n))

function spread(
  { ins, outs, extra, loss, lostStones, lossCost }: WorkAsk,
  { went, lossFine, held }: { went: Goods; lossFine: Mg; held: bigint },
): Work | WorkProblem {
  const isLoss = loss > 0n || lostStones > 0n
  const said = sum(outs.map(({ cost }) => cost ?? zero))
  const open = outs.flatMap(({ cost }, at) => (cost === null ? [at] : []))
  const weights = weightsOf(outs, open, held)
  const unknown = open.find((_, i) => weights[i] === 0n)
  if (unknown !== undefined) return { problem: 'cost', at: unknown }
  const ofMetal = metalOf(ins, outs)
  const byFine = went.fine > 0n && ofMetal > 0n ? divRound(ofMetal * lossFine, went.fine, 'half-up') : 0n
  const rest = paise(went.value + extra - said)
  if (!isLoss && lossCost !== null && lossCost > 0n) return { problem: 'lossCost', left: lossCost }
  const lossValue = lossCost ?? (open.length > 0 ? paise(byFine) : isLoss ? rest : zero)
  const left = paise(rest - lossValue)
  if (left < 0n || lossValue < 0n) return { problem: 'costOver', left: paise(left < 0n ? -left : -lossValue) }
  if (open.length === 0 && left > 0n) return { problem: 'costLeft', left }
  const shares = open.length > 0 ? split(left, weights) : []
  const values = outs.map(({ cost }, at) => cost ?? shares[open.indexOf(at)] ?? zero)
  return { lossFine, lossValue, values }
}

/** What the metal cost: not what went in without any, nor what is said of what comes out without any beyond that. */
function metalOf(ins: readonly Goods[], outs: readonly Made[]): bigint {
  const costs = (goods: readonly Goods[], hasMetal: boolean) =>
    sum(goods.flatMap(({ fine, value }) => (fine > 0n === hasMetal ? [value] : [])))
  const said = outs.map(({ goods, cost }) => ({ ...goods, value: cost ?? zero }))
  const beyond = costs(said, false) - costs(ins, false)
  return costs(ins, true) - (beyond > 0n ? beyond : 0n)
}

/** By fine metal; an item has what the others leave. Alike, where there is none of it. */
function weightsOf(outs: readonly Made[], open: readonly number[], held: bigint): bigint[] {
  const items = BigInt(outs.filter(({ goods }) => isItem(goods)).length)
  const weights = open.map((at) => {
    const goods = outs[at]?.goods
    if (!goods) return 0n
    return isItem(goods) && items > 0n ? (held > 0n ? held : 0n) / items : goods.fine
  })
  return weights.some((weight) => weight > 0n) ? weights : open.map(() => 1n)
}
