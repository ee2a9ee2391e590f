import { add, type Paise, rupees } from './money.ts'
import { milli, quantity } from './quantity.ts'
import {
  isOfPacket,
  type ReturnableLine,
  type ReturnedLine,
  type ReturnFacts,
  type ReturnRequest,
  type ReturnSays,
  wearOf,
} from './sale-return-facts.ts'
import { carats, grams, mct, mg } from './weight.ts'

interface Decided {
  readonly lines: readonly ReturnedLine[]
  readonly refund: Paise
  readonly isTaxUndone: boolean
}

/** What forbids a return, and what is only said with it. */
export function checkReturn(
  facts: ReturnFacts,
  request: ReturnRequest,
  decided: Decided,
): { refused: ReturnSays[]; warnings: ReturnSays[] } {
  const refused = [
    ...checkBill(facts),
    ...checkAsked(facts, request),
    ...request.lines.flatMap((asked) => checkLine(facts, asked)),
    ...decided.lines.flatMap(checkDeduction),
    ...checkMoney(facts, request, decided),
  ]
  return { refused, warnings: refused.length > 0 ? [] : warn(decided) }
}

function checkBill({ bill, today, lockDate }: ReturnFacts): ReturnSays[] {
  if (bill.state === 'cancelled') return [{ key: 'returns.refusal.cancelled', field: 'reason', status: 409 }]
  return lockDate !== null && today <= lockDate ? [{ key: 'errors.locked', field: 'reason' }] : []
}

function checkAsked({ lines }: ReturnFacts, request: ReturnRequest): ReturnSays[] {
  const [first] = lines
  const field = `part.${first?.line ?? 1}`
  if (request.lines.length === 0) return [{ key: 'returns.refusal.nothing', field }]
  if (request.reason.trim() === '') return [{ key: 'returns.refusal.reason', field: 'reason' }]
  return []
}

/** So much of a line as people say it: "12.450 g", "2.50 ct", "3". */
export function partText(line: Pick<ReturnableLine, 'kind' | 'goes'>, part: bigint): string {
  if (isOfPacket(line)) return `${carats(mct(part))} ct`
  return line.kind === 'lot' ? `${grams(mg(part))} g` : quantity(milli(part))
}

/** Never more than was sold, less what came back before. */
function checkLine({ lines }: ReturnFacts, asked: ReturnRequest['lines'][number]): ReturnSays[] {
  const field = `part.${asked.line}`
  const line = lines.find((one) => one.line === asked.line)
  if (!line) return [{ key: 'returns.refusal.noLine', field }]
  const left = line.sold - line.back
  if (left <= 0n) return [{ key: 'returns.refusal.allBack', field, status: 409 }]
  if (asked.part <= 0n) return [{ key: 'fields.quantity.positive', field }]
  if (asked.part > left) return [{ key: 'returns.refusal.tooMuch', values: { left: partText(line, left) }, field }]
  if (line.kind === 'piece' && asked.part !== line.sold) return [{ key: 'returns.refusal.wholePiece', field }]
  if (!line.isWithBuyer) return [{ key: 'returns.refusal.pieceElsewhere', field, status: 409 }]
  if (asked.condition === 'old-metal' && !line.oldMetal)
    return [{ key: 'returns.refusal.noMetal', field: `condition.${asked.line}` }]
  return []
}

function checkDeduction({ asked, taxable, deduction, of }: ReturnedLine): ReturnSays[] {
  const { wear, words } = asked.deduction
  const field = `wear.${of.line}`
  const all = add(taxable, deduction)
  if (wear.kind === 'amount' && wear.amount < 0n) return [{ key: 'fields.amount.positive', field }]
  if (wear.kind === 'percent' && wear.bp > 10_000) return [{ key: 'returns.refusal.keepsTooMuch', field }]
  if (deduction === 0n) return []
  if (wearOf(wear, all) > all) return [{ key: 'returns.refusal.keepsTooMuch', field }]
  return words.trim() === '' && wear.kind !== 'none'
    ? [{ key: 'returns.refusal.whyKept', field: `why.${of.line}` }]
    : []
}

function checkMoney(facts: ReturnFacts, { settle, refundMode }: ReturnRequest, decided: Decided): ReturnSays[] {
  const { partyId, mayPayOut, mayBeLate, bill } = facts
  const isCash = decided.refund > 0n && refundMode === 'cash'
  return [
    ...(partyId === null && settle !== 'refund' ? [{ key: 'returns.refusal.noParty', field: 'party_id' }] : []),
    ...(decided.isTaxUndone || mayBeLate
      ? []
      : [{ key: 'returns.refusal.late', values: { on: bill.onDate }, field: 'pin', needs: 'sale.approve' as const }]),
    ...(isCash && !mayPayOut
      ? [
          {
            key: 'returns.refusal.cashOut',
            values: { amount: rupees(decided.refund) },
            field: 'pin',
            needs: 'sale.return' as const,
          },
        ]
      : []),
  ]
}

/** Cash that goes out is judged by the rules of cash when it does. */
const warn = ({ isTaxUndone }: Decided): ReturnSays[] =>
  isTaxUndone ? [] : [{ key: 'returns.warning.late', field: 'settle' }]
