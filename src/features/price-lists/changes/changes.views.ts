import { paise, rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import type { BadgeView, KvRow, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showCount, showInstant } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { Chosen } from './changes.form.ts'
import type { DoneLine, PriceChange } from './changes.queries.ts'

interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

export interface ChangesView {
  head: TitleView
  tabs: TabsView
  rows: readonly {
    href: string
    rule: string
    of: string
    badge: BadgeView | undefined
    at: string
    by: string
    items: string
  }[]
  empty: VoidView
  pager: PagerView
}

export interface ChangeView {
  head: TitleView
  facts: readonly KvRow[]
  undoAction: string
  /** What the undo left alone; empty where it left nothing. */
  kept: string
  keptHref: string
  rows: readonly { href: string; name: string; old: string; price: string; difference: string; found: string }[]
  hasFound: boolean
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'price-lists/changes': ChangesView
    'price-lists/change': ChangeView
  }
}

const url = '/price-lists/changes'

export function changesView(
  reader: Reader,
  changes: readonly PriceChange[],
  { tabs, pager }: { tabs: TabsView; pager: Omit<PagerView, 'shown'> },
): ChangesView {
  const { t, locale, zone } = reader
  return {
    head: { title: t('prices.changes'), note: t('prices.changes.note'), back: undefined, badge: undefined },
    tabs,
    rows: changes.map((change) => ({
      href: `${url}/${change.id}`,
      rule: ruleSaid(t, change),
      of: chosenSaid(t, change.chosen),
      badge: undoneBadge(t, change),
      at: showInstant(locale, zone, change.at),
      by: change.byName,
      items: showCount(change.items),
    })),
    empty: {
      icon: 'rupee',
      title: t('prices.changes.empty'),
      text: t('prices.changes.empty.text'),
      action: { href: `${url}/new`, text: t('prices.change.new') },
    },
    pager: { ...pager, shown: t('prices.shown', { count: changes.length }) },
  }
}

export function changeView(
  { t, locale, zone }: Reader,
  change: PriceChange,
  { rows, pager, isKept }: { rows: readonly DoneLine[]; pager: Omit<PagerView, 'shown'>; isKept: boolean },
): ChangeView {
  const at = `${url}/${change.id}`
  const undone =
    change.undoneAt &&
    t('prices.change.by', { at: showInstant(locale, zone, change.undoneAt), name: change.undoneByName })
  return {
    head: {
      title: ruleSaid(t, change),
      note: '',
      back: { href: url, text: t('prices.changes') },
      badge: undoneBadge(t, change),
    },
    facts: [
      kv(t('prices.change.of'), chosenSaid(t, change.chosen)),
      kv(
        t('prices.change.done'),
        t('prices.change.by', { at: showInstant(locale, zone, change.at), name: change.byName }),
      ),
      ...(undone ? [kv(t('prices.change.state.undone'), undone)] : []),
    ],
    undoAction: change.undoneAt ? '' : `${at}/undo`,
    kept: change.kept > 0 ? t('prices.change.kept', { count: change.kept }) : '',
    keptHref: isKept ? at : `${at}?only=kept`,
    rows: rows.map(({ itemId, name, old, price, found }) => ({
      href: `/items/${itemId}`,
      name,
      old: rupees(old),
      price: rupees(price),
      difference: signed(rupees(paise(price - old))),
      found: found === null ? '' : rupees(found),
    })),
    hasFound: rows.some(({ found }) => found !== null),
    pager: { ...pager, shown: t('prices.change.items', { count: isKept ? change.kept : change.items }) },
  }
}

export const signed = (text: string): string => (text.startsWith('-') ? text.replace('-', '−') : `+${text}`)

const kv = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })

const undoneBadge = (t: Translate, { undoneAt }: PriceChange): BadgeView | undefined =>
  undoneAt ? { text: t('prices.change.state.undone'), tone: 'plain' } : undefined

/** "Sale price: 5 % up, rounded to 5" */
function ruleSaid(t: Translate, { price, rule }: Pick<PriceChange, 'price' | 'rule'>): string {
  const { kind, bp = 0, amount = '0', rounding } = rule
  const by = BigInt(amount)
  const what =
    kind === 'margin'
      ? t('prices.change.said.margin', { rate: bpSaid(bp) })
      : kind === 'round'
        ? ''
        : kind === 'percent'
          ? t(bp < 0 ? 'prices.change.said.down' : 'prices.change.said.up', { by: `${percent(Math.abs(bp))} %` })
          : t(by < 0n ? 'prices.change.said.down' : 'prices.change.said.up', {
              by: `₹${rupees(paise(by < 0n ? -by : by))}`,
            })
  const rounded = rounding === 'none' ? '' : t(`prices.change.said.round.${rounding}`)
  return `${t(`prices.change.price.${price}`)}: ${[what, rounded].filter(Boolean).join(', ')}`
}

/** "-12.5" with a sign that is seen. */
export const bpSaid = (bp: number): string => (bp < 0 ? `−${percent(-bp)}` : percent(bp))

function chosenSaid(t: Translate, chosen: Chosen): string {
  switch (chosen.of) {
    case 'all':
      return t('prices.change.of.all')
    case 'category':
      return t('prices.change.said.category', { name: chosen.category })
    case 'search':
      return t('prices.change.said.search', { words: chosen.q })
    case 'supplier':
      return t('prices.change.said.supplier', { name: chosen.supplier })
  }
}
