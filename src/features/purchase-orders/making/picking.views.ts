import type { TitleView } from '../../../web/components.views.ts'
import type { Translate } from '../../../words/index.ts'
import { type listParties, type PicksView, picksView } from '../../parties/index.ts'

/** Whom to order from: what the order begins with is kept in the address. */
export interface PickSupplierView {
  head: TitleView
  q: string
  hidden: readonly { name: string; value: string }[]
  /** Empty for who may make no party. */
  newHref: string
  picks: PicksView
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-orders/pick': PickSupplierView
  }
}

interface Picking {
  q: string
  asked: Readonly<Record<string, string>>
  suppliers: Awaited<ReturnType<typeof listParties>>['rows']
  likeliest: string | undefined
  mayAdd: boolean
}

export function pickView(t: Translate, { q, asked, suppliers, likeliest, mayAdd }: Picking): PickSupplierView {
  const isLikely = ({ id }: { id: string }) => id === likeliest
  const rows = [...suppliers.filter(isLikely), ...suppliers.filter((one) => !isLikely(one))]
  const named = new URLSearchParams({ ...(q && { name: q }), to: '/purchases/orders/new' })
  return {
    head: {
      title: t('purchaseOrders.new'),
      note: t('purchaseOrders.pick'),
      back: { href: '/purchases/orders', text: t('purchaseOrders.title') },
      badge: undefined,
    },
    q,
    hidden: Object.entries(asked).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }])),
    newHref: mayAdd ? `/parties/new?${named}` : '',
    picks: { ...picksView(t, rows, 'party'), empty: rows.length === 0 ? t('purchaseOrders.pick.none') : '' },
  }
}
