import type { InvoiceSays } from './invoice-facts.ts'
import type { Metal } from './metal.ts'
import { type Paise, rupees, sum, zero } from './money.ts'
import { type OldGoldPrice, oldGoldProblems, priceOldGold } from './old-gold.ts'
import type { BoardRate } from './piece-sale.ts'
import type { Mg } from './weight.ts'

/** One article of old metal on the counter's scale. */
export type AskedOldGold = {
  readonly words: string
  readonly purityId: string
  readonly gross: Mg
  readonly dust: Mg
  readonly stones: Mg
  /** As measured, parts per 10,000. */
  readonly touch: number
  readonly meltingBp: number
  /** Paise per gram of fine metal, in the place of the board's. */
  readonly rate: Paise | null
}

/**
 * Old metal that a customer gives for a bill. It is bought on a paper of its own, under `documentId`, with the seller's
 * particulars and declaration; what it is worth stands on the khata and settles the bill.
 */
export type AskedExchange = {
  readonly documentId: string
  readonly lines: readonly AskedOldGold[]
  readonly seller: { readonly idKind: string; readonly idNumber: string; readonly isDeclared: boolean }
}

export type OldGoldFacts = {
  readonly purities: ReadonlyMap<string, { readonly metal: Metal; readonly name: string }>
  /** What the shop pays today for a gram of fine metal. */
  readonly buying: ReadonlyMap<Metal, BoardRate>
}

export type PricedOldGold = {
  readonly asked: AskedOldGold
  readonly metal: Metal
  readonly purity: string
  readonly rate: Paise
  readonly board: Paise
  readonly price: OldGoldPrice
}
export type PricedExchange = {
  readonly lines: readonly PricedOldGold[]
  readonly value: Paise
  readonly refused: readonly InvoiceSays[]
  /** What only a manager may allow: more than the board pays. */
  readonly needed: readonly InvoiceSays[]
}

/** What old metal comes to at the buy rate of the board; a line that cannot be read is worth nothing and is named. */
export function priceExchange(facts: OldGoldFacts, lines: readonly AskedOldGold[]): PricedExchange {
  const found = lines.map((asked, i) => priceLine(facts, asked, i))
  return {
    lines: found.flatMap(({ priced }) => priced ?? []),
    value: sum(found.map(({ priced }) => priced?.price.value ?? zero)),
    refused: found.flatMap(({ refused }) => refused),
    needed: found.flatMap(({ needed }) => needed),
  }
}

type Found = { priced?: PricedOldGold; refused: InvoiceSays[]; needed: InvoiceSays[] }

function priceLine(facts: OldGoldFacts, asked: AskedOldGold, oldGold: number): Found {
  const refuse = (key: string, values: InvoiceSays['values'] = {}): Found => ({
    refused: [{ key, values, oldGold }],
    needed: [],
  })
  const purity = facts.purities.get(asked.purityId)
  if (!purity) return refuse('oldGold.refusal.purity')
  const { metal, name } = purity
  const board = facts.buying.get(metal)
  if (!board) return refuse('oldGold.refusal.noRate', { purity: name })
  if (board.isStale) return refuse('oldGold.refusal.staleRate', { purity: name })
  const rate = asked.rate ?? board.rate
  const of = { ...asked, rate }
  const [problem] = oldGoldProblems(of)
  if (problem) return refuse(`oldGold.refusal.${problem.problem}`, { field: problem.field })
  const priced = { asked, metal, purity: name, rate, board: board.rate, price: priceOldGold(of) }
  if (rate <= board.rate) return { priced, refused: [], needed: [] }
  const values = { rate: rupees(board.rate), purity: name }
  return {
    priced,
    refused: [],
    needed: [{ key: 'oldGold.refusal.rateOverBoard', values, oldGold, needs: 'sale.approve' }],
  }
}
