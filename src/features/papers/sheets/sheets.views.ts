import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { type SectionView, settingsHead, settingsNav } from '../../businesses/index.ts'
import { type Sheet, type SheetKind, sheetKinds, sheetsOf } from './sheets.rules.ts'

/** The settings page with a choice for each kind of paper that this shop gives out. */
export function sheetsView(t: Translate, typed: Typed, of: { canEdit: boolean; isJeweller: boolean }): SectionView {
  const f = formFields(t, typed)
  const kinds = sheetKinds.filter((kind) => of.isJeweller || !ofJewellers.has(kind))
  return {
    head: settingsHead(t, 'sheets'),
    sidenav: settingsNav(t, 'sheets'),
    summary: f.summary(),
    action: '/settings/sheets',
    fields: kinds.map((kind) => ({
      sort: 'select',
      model: f.select(
        kind,
        `papers.sheets.${kind}`,
        sheetsOf[kind].map((sheet) => ({ value: sheet, text: sheetText(t, sheet) })),
      ),
    })),
    canEdit: of.canEdit,
    links: [],
    logo: undefined,
  }
}

/** "A5", "80 mm roll". */
export const sheetText = (t: Translate, sheet: Sheet): string =>
  sheet === 'a4' || sheet === 'a5' ? sheet.toUpperCase() : t('papers.width', { width: sheet })

const ofJewellers: ReadonlySet<SheetKind> = new Set(['challan', 'old-gold'])
