import { stringify } from 'csv-stringify/sync'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { FileField } from '../fields/file-field.ts'
import { fieldsOf, type ImportKind } from '../imports.fields.ts'

/** By this mark Excel knows the file for UTF-8. */
export const utf8Mark = '\u{FEFF}'

/** Headings in the reader's language, which the import knows again, and a row as an example. */
export function templateCsv(t: Translate, kind: ImportKind): string {
  const fields = fieldsOf[kind]
  return utf8Mark + stringify([fields.map(({ label }) => t(label)), fields.map(({ example }) => example)])
}

/** The same as a workbook, with a second sheet that says what belongs where. */
export async function templateXlsx(t: Translate, kind: ImportKind): Promise<Buffer> {
  const fields = fieldsOf[kind]
  const bold = (value: string) => ({ value, type: String, fontWeight: 'bold' as const })
  const plain = (value: string) => ({ value, type: String, wrap: true })
  const heads = fields.map(({ label }) => bold(t(label)))
  // Text, so that a phone, an HSN and a barcode keep every digit.
  const example = fields.map(({ example }) => (example ? { value: example, type: String, format: '@' } : null))
  const words = ['imports.template.column', 'imports.template.needed', 'imports.template.what'] as const
  const notes = [
    words.map((word) => bold(t(word))),
    ...fields.map((field) => [
      plain(t(field.label)),
      plain(field.isNeeded ? t('shell.yes') : ''),
      plain(hintOf(t, field) || field.example),
    ]),
    [],
    ...hints[kind].map((hint) => [plain(t(hint))]),
  ]
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  return writeXlsxFile([
    {
      sheet: t(`imports.kind.${kind}`).slice(0, 31),
      data: [heads, example],
      columns: fields.map(() => ({ width: 20 })),
      stickyRowsCount: 1,
    },
    { sheet: t('imports.template.notes'), data: notes, columns: [{ width: 34 }, { width: 12 }, { width: 60 }] },
  ]).toBuffer()
}

function hintOf(t: Translate, { name }: FileField): string {
  const hint = `imports.hint.${name}`
  return isWordKey(hint) ? t(hint) : ''
}

const every = ['imports.template.example', 'imports.template.dates'] as const
const hints = {
  parties: [...every, 'imports.hint.twoColumns'],
  items: every,
  pieces: [...every, 'imports.hint.pieces'],
  accounts: [...every, 'imports.hint.twoColumns'],
  bills: [...every, 'imports.hint.twoColumns'],
} as const
