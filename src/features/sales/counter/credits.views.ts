import { type Paise, sum, wholeRupees } from '../../../core/money.ts'
import type { Look } from './counter.look.ts'
import { type CreditsView, entryOf, type Pen } from './counter.views.ts'

/** What the customer has with the shop, to be taken into this bill: advances, notes, the rest of old gold. */
export function creditsView(pen: Pen, { bill, facts, settled }: Look): CreditsView {
  const { t, wrong } = pen
  const { takenIn } = facts
  const rows = takenIn.map(({ itemId, kind, number, open }) => {
    const name = `take.${itemId}`
    const label = t('counter.credits.of', { kind: t(`counter.credit.${kind}`), number, amount: wholeRupees(open) })
    const isFollowing = bill.fields.exchange === itemId
    const value = isFollowing ? writtenOf(settled.taken, itemId) : (bill.takes[itemId] ?? '')
    return { ...entryOf(pen, name, value, label), itemId, isFollowing, says: wrong[name] ?? '' }
  })
  const open = wholeRupees(sum(takenIn.map((one) => one.open)))
  const taken = sum(settled.taken.map(({ amount }) => amount))
  return {
    said:
      taken > 0n ? t('counter.credits.taken', { amount: wholeRupees(taken) }) : t('counter.credits', { amount: open }),
    isOpen:
      rows.some(({ isWrong, isFollowing }) => isWrong || isFollowing) || wrong['take'] !== undefined || taken > 0n,
    problem: wrong['take'] ?? '',
    rows,
  }
}

/** What the bill takes of it, as it stands in its field. */
function writtenOf(taken: readonly { itemId: string; amount: Paise }[], itemId: string): string {
  const one = taken.find((each) => each.itemId === itemId)
  return one ? wholeRupees(one.amount) : ''
}
