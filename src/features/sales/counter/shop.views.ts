import { wholeRupees } from '../../../core/money.ts'
import type { Choice } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { purityName } from '../../board/index.ts'
import { oldGoldEntryView } from '../../old-gold/index.ts'
import type { Beside } from './beside.ts'
import type { Look } from './counter.look.ts'
import type { Says } from './counter.says.ts'
import type { OldGoldView, Pen } from './counter.views.ts'

/** The card of old gold: folded until something is written into it. A grocer's counter has none. */
export function oldGoldView(
  { t }: Pen,
  { bill, facts, settled }: Look,
  says: Says,
  { rates }: Beside,
): OldGoldView | undefined {
  if (rates.length === 0) return undefined
  const purities = rates.map((rate) => ({ id: rate.purityId, text: purityName(t, rate) }))
  const entry = oldGoldEntryView(t, { typed: bill.oldGold, errors: says.errors, purities, facts: facts.oldGold })
  const isWrong = Object.keys(says.errors).some((name) => name.startsWith('og'))
  const { exchange } = settled
  const isBegun = Object.entries(bill.oldGold).some(([name, text]) => /\.(words|gross)$/.test(name) && text !== '')
  return {
    said: exchange ? `− ₹${wholeRupees(exchange.used)}` : '',
    // More than the bill comes to stays with the customer.
    rest: exchange && exchange.value > exchange.used ? wholeRupees(exchange.value) : '',
    isOpen: isBegun || isWrong,
    entry,
  }
}

/** Empty where nobody is named: then no line asks. */
export const sellersOf = (t: Translate, { sellers }: Beside): Choice[] =>
  sellers.length === 0 ? [] : [{ value: '', text: t('counter.seller.bill') }, ...sellers]
