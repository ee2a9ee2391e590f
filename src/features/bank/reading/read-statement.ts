import { type BankFormat, type BankStatement, mostBytes, refused } from '../../../core/bank-statement.ts'
import { readMt940 } from '../../../core/bank-statement-mt940.ts'
import { textOf } from '../../../core/bank-statement-text.ts'
import { type CsvTable, tableOf } from './csv-table.ts'
import { readCamt } from './read-camt.ts'
import { readOfx } from './read-ofx.ts'

/** A statement that was read, or a table whose columns must be known first. */
export type FileRead =
  | { readonly format: Exclude<BankFormat, 'csv'>; readonly statement: BankStatement }
  | { readonly format: 'csv'; readonly table: CsvTable }

/**
 * Reads the bytes of a bank's file, whose kind is told by what stands in it and never by its name. Throws Refusal
 * 'bank.refusal.*', naming the line and the reason where there is one.
 */
export function readFile(bytes: Uint8Array): FileRead {
  if (bytes.length > mostBytes) throw refused('tooLarge')
  const text = textOf(bytes)
  switch (formatOf(text)) {
    case 'camt':
      return { format: 'camt', statement: readCamt(text) }
    case 'ofx':
      return { format: 'ofx', statement: readOfx(text) }
    case 'mt940':
      return { format: 'mt940', statement: readMt940(text) }
    case 'csv':
      return { format: 'csv', table: tableOf(text) }
  }
}

function formatOf(text: string): BankFormat {
  const head = text.slice(0, 4000)
  if (/OFXHEADER|<OFX>/i.test(head)) return 'ofx'
  if (/^\s*<\?xml|^\s*<\w*:?Document|camt\.05\d/.test(head)) return 'camt'
  if (/^\s*<(!doctype html|html|table)/i.test(head)) throw refused('isPage')
  if (/^(\{1:|:20:|.*\{4:)/m.test(head) && /^(\{.*\{4:)?:(25|60[FM]):/m.test(text)) return 'mt940'
  return 'csv'
}
