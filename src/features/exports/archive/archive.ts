import { stringify } from 'csv-stringify/sync'
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { Tx } from '../../../db/tenant.ts'
import { guarded } from '../../../web/guarded.ts'
import { listTables, readRows, type Text } from './tables.queries.ts'

/**
 * All data of a business as a zip of CSV files, one a table, in parts. `about` is a text that stands beside them. Amounts are
 * whole paise, weights milligrams and quantities thousandths, as their names say, so that nothing is rounded.
 */
export async function* archiveOf(tx: Tx, businessId: string, about: string): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = []
  const zip = new Zip((error, part) => {
    if (error) throw error
    parts.push(part)
  })
  const note = new ZipPassThrough('README.txt')
  zip.add(note)
  note.push(strToU8(about), true)
  for (const table of await listTables(tx)) {
    const file = new ZipDeflate(`${table.name}.csv`, { level: 6 })
    zip.add(file)
    file.push(strToU8(stringify([table.columns])))
    for await (const rows of readRows(tx, businessId, table)) {
      file.push(strToU8(stringify(rows.map((row) => row.map(cell)))))
      yield* parts.splice(0)
    }
    file.push(new Uint8Array(0), true)
    yield* parts.splice(0)
  }
  zip.end()
  yield* parts.splice(0)
}

// A number below zero begins with a minus and is no formula.
const cell = (value: Text): string => (value === null || /^-\d[\d.]*$/.test(value) ? (value ?? '') : guarded(value))
