import type { entryKinds } from '../../core/voucher-facts.ts'
import type { LinkView } from '../../web/components.views.ts'
import type { Locale, Translate } from '../../words/index.ts'
import { isWordKey } from '../../words/index.ts'

/** Who reads a page: in which language, and on which clock. */
export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

/** The kinds that can be written, each with Tally's key. */
export interface KindsView {
  label: string
  kinds: readonly (LinkView & { isCurrent: boolean; dataKey: string; shownKey: string })[]
}

declare module '../../web/views.ts' {
  interface Views {
    'vouchers/_kinds': KindsView
    'vouchers/_keys': KindsView
    'vouchers/_tabs': KindsView
    'vouchers/_seek': { kind: string }
  }
}

const keysOf = {
  contra: 'F4',
  payment: 'F5',
  receipt: 'F6',
  journal: 'F7',
  expense: 'F9',
  'credit-note': 'Alt+F6',
  'debit-note': 'Alt+F5',
} as const satisfies Record<(typeof entryKinds)[number], string>

const inOrder = ['payment', 'receipt', 'contra', 'journal', 'expense', 'credit-note', 'debit-note'] as const

export const kindsView = (t: Translate, current = ''): KindsView => ({
  label: t('vouchers.kinds'),
  kinds: inOrder.map((kind) => ({
    href: newHref(kind),
    text: t(`vouchers.kind.${kind}`),
    isCurrent: kind === current,
    dataKey: keysOf[kind],
    shownKey: keysOf[kind].replace('+', ' '),
  })),
})

export const newHref = (kind: string): string => `/vouchers/new?kind=${kind}`

/** As it was entered ("Expense"), or as it was posted ("Purchase"). */
export function saidKind(t: Translate, { kind, form }: { kind: string; form?: string | null }): string {
  const key = form ? `vouchers.kind.${form}` : `books.kind.${kind}`
  return isWordKey(key) ? t(key) : kind
}
