import { type Milli, milli, quantity } from '../../../core/quantity.ts'
import { isUnit } from '../../../core/units.ts'
import type { Translate } from '../../../words/index.ts'

/** Nothing was sold in ninety days: nobody can say how long it lasts. */
export const noCover = 99_999

export interface Counted {
  unit: string
  tracking: 'piece' | 'lot' | null
}

/** "12 kg"; pieces are counted and not weighed, whatever their article is sold by. */
export const amountText = (t: Translate, { unit, tracking }: Counted, amount: bigint): string =>
  `${quantity(milli(amount))} ${unitText(t, { unit, tracking })}`

export const unitText = (t: Translate, { unit, tracking }: Counted): string => {
  const shown = tracking === 'piece' ? 'PCS' : tracking === 'lot' ? 'GMS' : unit
  return isUnit(shown) ? t(`units.${shown}.symbol`) : shown
}

export const sumOf = (amounts: readonly { quantity: Milli }[]): Milli =>
  milli(amounts.reduce((sum, one) => sum + one.quantity, 0n))

/** "23 days"; nothing where nobody can say. */
export function coverText(t: Translate, days: number): string {
  if (days >= noCover) return ''
  return days > 999 ? t('levels.daysMore', { count: 999 }) : t('levels.days', { count: days })
}
