import { showPhone } from '../../../core/phone.ts'
import type { Translate } from '../../../words/index.ts'
import type { ListedParty } from '../list/list.queries.ts'
import { duesOf } from '../list/list.views.ts'

/** A list of parties to press one of: it stands in a form, and the button sends the party's id. */
export interface PicksView {
  /** The name that the buttons send. */
  field: string
  rows: readonly { id: string; name: string; phone: string; balance: string; side: string }[]
  /** Said where nobody was found. */
  empty: string
}

/** The same as a page, for who has no script. */
export interface PicksPage {
  q: string
  to: string
  newHref: string
  backHref: string
  picks: PicksView
}

declare module '../../../web/views.ts' {
  interface Views {
    'parties/_picks': PicksView
    'parties/picks': PicksPage
  }
}

export function picksView(t: Translate, rows: readonly ListedParty[], field: string): PicksView {
  return {
    field,
    rows: rows.map(({ id, name, phone, dues }) => ({ id, name, phone: phone && showPhone(phone), ...duesOf(t, dues) })),
    empty: rows.length === 0 ? t('parties.picks.none') : '',
  }
}
