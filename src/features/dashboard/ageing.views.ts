import { type Paise, sum, wholeRupees } from '../../core/money.ts'
import type { LinkView } from '../../web/components.views.ts'
import type { Translate, WordKey } from '../../words/index.ts'
import type { Ages } from './dashboard.queries.ts'

/** What is owed by age: one bar in parts, and each part with its word and amount. */
export interface AgeingView {
  id: string
  title: string
  link: LinkView
  parts: readonly { x: string; width: string; shade: Shade }[]
  ages: readonly { text: string; amount: string; shade: Shade }[]
  advancesSays: string
  advances: string
}

type Shade = 'q0' | 'q1' | 'q2' | 'q3' | 'q4'

declare module '../../web/views.ts' {
  interface Views {
    'dashboard/_ageing': AgeingView
  }
}

const barWidth = 600
const gap = 2

export const receivableView = (t: Translate, ages: Ages): AgeingView | undefined =>
  ageingView(t, ages, {
    id: 'ageing',
    title: t('dashboard.age'),
    link: { href: '/reports/receivables', text: t('dashboard.age.link') },
    advancesSays: t('dashboard.age.advances'),
  })

export const payableView = (t: Translate, ages: Ages): AgeingView | undefined =>
  ageingView(t, ages, {
    id: 'payable',
    title: t('dashboard.payable'),
    link: { href: '/reports/payables', text: t('dashboard.payable.link') },
    advancesSays: t('dashboard.payable.advances'),
  })

/** Undefined when nothing is owed. */
function ageingView(
  t: Translate,
  ageing: Ages,
  head: Pick<AgeingView, 'id' | 'title' | 'link' | 'advancesSays'>,
): AgeingView | undefined {
  const ages: readonly [WordKey, Paise, Shade][] = [
    ['dashboard.age.notDue', ageing.notDue, 'q0'],
    ['dashboard.age.upTo30', ageing.upTo30, 'q1'],
    ['dashboard.age.upTo60', ageing.upTo60, 'q2'],
    ['dashboard.age.upTo90', ageing.upTo90, 'q3'],
    ['dashboard.age.over90', ageing.over90, 'q4'],
  ]
  const total = sum(ages.map(([, amount]) => amount))
  if (total <= 0n) return undefined
  return {
    ...head,
    parts: partsOf(ages, total),
    ages: ages.map(([word, amount, shade]) => ({ text: t(word), amount: `₹${wholeRupees(amount)}`, shade })),
    advances: ageing.advances > 0n ? `₹${wholeRupees(ageing.advances)}` : '',
  }
}

function partsOf(ages: readonly [WordKey, Paise, Shade][], total: Paise): AgeingView['parts'] {
  let before = 0n
  return ages
    .map(([, amount, shade]) => {
      const [from, to] = [placeOf(before, total), placeOf(before + amount, total)]
      before += amount
      return { x: from.toFixed(1), width: Math.max(0, to - from - gap).toFixed(1), shade, isThere: amount > 0n }
    })
    .filter(({ isThere }) => isThere)
}

const placeOf = (upTo: bigint, total: Paise): number => Number((upTo * BigInt(barWidth) * 10n) / total) / 10
