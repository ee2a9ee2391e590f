import { createHash } from 'node:crypto'
import type { CashVerdict } from '../../core/cash-facts.ts'
import { Refusal } from '../../core/errors.ts'
import type { DecidedPaper } from '../compliance/index.ts'
import type { Direction, MoneyRequest, MoneySays } from './payments.rules.ts'

/** Money that is refused, with every reason: the first is the one that a page of its own would say. */
export class MoneyRefused extends Refusal {
  override name = 'MoneyRefused'
  readonly reasons: readonly MoneySays[]
  /** Where a rule of cash was among them. */
  readonly cash: { readonly verdict: CashVerdict; readonly paper: DecidedPaper } | undefined

  constructor(reasons: readonly MoneySays[], cash?: MoneyRefused['cash']) {
    const [first] = reasons
    super(first?.key ?? 'fields.amount.positive', { ...first?.values }, first?.status ?? 422)
    this.reasons = reasons
    this.cash = cash
  }
}

/** The same form sent twice has the same hash, whatever happened in between. */
export function requestHash(direction: Direction, request: MoneyRequest): string {
  const { partyId, onDate, tenders, against, first, restAs, note } = request
  const shares = against === 'oldest' ? [against, first] : against.map(({ itemId, amount }) => [itemId, amount])
  const given = tenders.map(({ mode, amount, reference, accountId }) =>
    accountId === undefined ? [mode, amount, reference] : [mode, amount, reference, accountId],
  )
  const text = JSON.stringify([direction, partyId, onDate, given, shares, restAs, note], (_key, part) =>
    typeof part === 'bigint' ? String(part) : part,
  )
  return createHash('sha256').update(text).digest('hex')
}
