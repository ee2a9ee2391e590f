/** A5 shows the A4 paper smaller; the rolls are as wide as they say, in millimetres. */
export const sheets = ['a4', 'a5', '80', '58'] as const
export type Sheet = (typeof sheets)[number]

/** The papers that a shop chooses a sheet for, each with the sheets that it can be printed on: the usual one first. */
export const sheetsOf = {
  bill: ['a4', 'a5', '80', '58'],
  'cash-bill': ['80', '58', 'a4', 'a5'],
  estimate: ['a4', 'a5', '80'],
  order: ['a4', 'a5', '80'],
  return: ['a4', 'a5', '80', '58'],
  challan: ['a4', 'a5'],
  'old-gold': ['a4', 'a5', '80'],
  money: ['a4', 'a5', '80', '58'],
  gift: ['a4', 'a5', '80'],
} as const satisfies Record<string, readonly Sheet[]>
export type SheetKind = keyof typeof sheetsOf

export const sheetKinds = Object.keys(sheetsOf).filter((kind): kind is SheetKind => kind in sheetsOf)

export const isSheet = (kind: SheetKind, text: string | undefined): text is Sheet =>
  sheetsOf[kind].some((sheet) => sheet === text)

export const isRoll = (sheet: Sheet): sheet is '80' | '58' => sheet === '80' || sheet === '58'
