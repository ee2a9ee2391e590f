import type { KvRow, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import { showInstant } from '../../../words/format.ts'
import { boardTabs, headOf, type Reader } from '../board.views.ts'
import type { LiveScreen } from './screen.queries.ts'

export interface ScreenView {
  head: TitleView
  tabs: TabsView
  /** Nothing where no address works. */
  screen: { id: string; url: string; qrSvg: RawHtml; facts: readonly KvRow[] } | undefined
  none: VoidView
}

declare module '../../../web/views.ts' {
  interface Views {
    'board/screen': ScreenView
  }
}

export function screenView(
  reader: Reader,
  { screen, url, drawn }: { screen: LiveScreen | undefined; url: string; drawn: RawHtml | undefined },
): ScreenView {
  const { t, locale, zone } = reader
  const fact = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })
  return {
    head: headOf(t, t('board.screen'), t('board.screen.note')),
    tabs: boardTabs(reader, '/board-rates/screen'),
    screen: screen &&
      drawn && {
        id: screen.id,
        url,
        qrSvg: drawn,
        facts: [
          fact(t('board.screen.madeAt'), showInstant(locale, zone, screen.createdAt)),
          fact(t('board.screen.madeBy'), screen.by),
        ],
      },
    none: { icon: 'eye', title: t('board.screen.none'), text: t('board.screen.none.help'), action: undefined },
  }
}
