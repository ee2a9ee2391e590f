import t from 'tap'
import { translator } from '../../../words/index.ts'
import { fieldsOf, importKinds } from '../imports.fields.ts'
import { guessMapping } from '../mapping/guess.rules.ts'
import { readBytes } from '../read/read-bytes.ts'
import { tableOf } from '../upload/table.rules.ts'
import { templateCsv, templateXlsx } from './template-files.ts'

t.test('a template reads back in every language, and its example is no row', async (t) => {
  for (const kind of importKinds) {
    for (const locale of ['en', 'hi', 'gu'] as const) {
      const fields = fieldsOf[kind]
      const words = translator(locale)
      const csv = Buffer.from(templateCsv(words, kind))
      const [head, example] = await readBytes(csv)
      t.throws(() => tableOf(fields, head && example ? [head, example] : []), { message: 'imports.file.onlyHeading' })
      t.throws(await tableOfFile(await templateXlsx(words, kind)), { message: 'imports.file.onlyHeading' })
      const filled = [
        { line: 1, cells: head?.cells ?? [] },
        { line: 2, cells: ['Meera', 'x'] },
      ]
      const { headings, rows } = tableOf(fields, filled)
      t.equal(rows.length, 1)
      const inOrder = Object.fromEntries(fields.map(({ name }, column) => [name, column]))
      t.same(guessMapping(fields, headings), inOrder, `${kind}, ${locale}: every heading is known`)
    }

    async function tableOfFile(bytes: Buffer) {
      const rows = await readBytes(bytes)
      return () => tableOf(fieldsOf[kind], rows)
    }
  }
})

t.test('a row like the example is a row, in any other file', async (t) => {
  const rows = [
    { line: 1, cells: ['Particulars', 'Debit', 'Credit'] },
    { line: 2, cells: ['Cash', '12,500.00', ''] },
  ]
  t.equal(tableOf(fieldsOf.accounts, rows).rows.length, 1)
})
