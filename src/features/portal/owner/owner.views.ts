import { type Paise, rupees } from '../../../core/money.ts'
import type { KvRow, TitleView, VoidView } from '../../../web/components.views.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import { showInstant } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { Party } from '../../parties/index.ts'
import type { LiveLink } from '../links.queries.ts'

export interface LinkPage {
  head: TitleView
  action: string
  /** Nothing where no link works. */
  link: OpenLink | undefined
  none: VoidView
}

interface OpenLink {
  id: string
  url: string
  qrSvg: RawHtml
  shareHref: string
  facts: readonly KvRow[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'portal/link': LinkPage
  }
}

export interface LinkPageOf {
  party: Party
  link: LiveLink | undefined
  url: string
  drawn: RawHtml | undefined
  shareHref: string
}

export function linkPage(
  { t, locale, zone }: { t: Translate; locale: Locale; zone: string },
  { party, link, url, drawn, shareHref }: LinkPageOf,
): LinkPage {
  const fact = (label: string, at: Date): KvRow => ({
    label,
    value: showInstant(locale, zone, at),
    href: '',
    kind: 'plain',
  })
  return {
    head: {
      title: t('portal.title'),
      note: party.name,
      back: { href: `/parties/${party.id}`, text: party.name },
      badge: undefined,
    },
    action: `/parties/${party.id}/dues-link`,
    link: link &&
      drawn && {
        id: link.id,
        url,
        qrSvg: drawn,
        shareHref,
        facts: [fact(t('portal.madeAt'), link.createdAt), fact(t('portal.endsAt'), link.expiresAt)],
      },
    none: { icon: 'link', title: t('portal.none'), text: t('portal.none.help'), action: undefined },
  }
}

export interface ShareOf {
  name: string
  shop: string
  balance: Paise
  url: string
}

/** What the owner sends, in the language of the party's papers: name, exact amount, link. */
export function shareText(said: Translate, { name, shop, balance, url }: ShareOf): string {
  return balance > 0n
    ? said('portal.share', { name, shop, amount: rupees(balance), link: url })
    : said('portal.shareClear', { name, shop, link: url })
}
