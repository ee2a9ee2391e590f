import { paise } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type { SummaryView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import type { BankAccount } from '../bank.queries.ts'
import { accountTabs, hrefOf, type MovedView, movedView, type Reader } from '../bank.views.ts'
import { headOf } from '../reconciling/reconciling.views.ts'
import type { MatchRow } from './matching.queries.ts'

export interface MatchesView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  base: string
  canReconcile: boolean
  rows: readonly {
    id: string
    how: string
    lines: readonly (MovedView & { date: string; words: string })[]
    entries: readonly (MovedView & { date: string; words: string; href: string })[]
  }[]
  empty: VoidView
  moreHref: string
  firstHref: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'bank/matches': MatchesView
  }
}

export function matchesView(
  reader: Reader,
  account: BankAccount,
  { rows, hasMore }: Page<MatchRow>,
  { canReconcile, isFirstPage, refusal }: { canReconcile: boolean; isFirstPage: boolean; refusal: string },
): MatchesView {
  const { t } = reader
  const base = `/books/bank/${account.id}`
  const last = rows.at(-1)
  return {
    summary: refusal
      ? { prefix: `${t('shell.errorTitle')} `, links: [{ href: '#bank-matches', text: refusal }] }
      : { prefix: '', links: [] },
    head: headOf(reader, account),
    tabs: accountTabs(t, account.id, 'matched'),
    base,
    canReconcile,
    rows: rows.map((row) => rowOf(reader, row)),
    empty: { icon: 'link', title: t('bank.matches.none'), text: t('bank.matches.none.help'), action: undefined },
    moreHref: hasMore && last ? hrefOf(`${base}/matches`, { after: writeCursor([last.lastOn, last.id]) }) : '',
    firstHref: isFirstPage ? '' : `${base}/matches`,
  }
}

function rowOf({ t, locale, zone }: Reader, row: MatchRow): MatchesView['rows'][number] {
  const moved = (amount: string) => movedView(t, paise(BigInt(amount)))
  return {
    id: row.id,
    how: t('bank.matchedBy', { how: howSaid(t, row.reason), name: row.byName, at: showInstant(locale, zone, row.at) }),
    lines: row.lines.map((line) => ({
      ...moved(line.amount),
      date: showDate(locale, line.onDate),
      words: line.text || t('bank.opening'),
    })),
    entries: row.entries.map((entry) => ({
      ...moved(entry.amount),
      date: showDate(locale, entry.onDate),
      words: entry.text || t(`books.kind.${entry.kind}`),
      href: `/vouchers/${entry.voucherId}`,
    })),
  }
}

function howSaid(t: Translate, reason: string): string {
  if (reason === 'certain') return t('bank.how.certain')
  if (reason === 'suggested') return t('bank.how.suggested')
  if (reason === 'reversed') return t('bank.how.reversed')
  return t(reason === 'entered' ? 'bank.how.entered' : 'bank.how.byHand')
}
