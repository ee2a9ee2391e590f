import { systemAccounts } from '../core/chart.ts'
import { isWordKey, type Translate, type WordKey } from './index.ts'

/**
 * An account's name as a person reads it: the one that every business begins with in the reader's language, any other as the
 * shop wrote it. By name and not by code, so that an account that the shop renamed keeps the shop's word.
 */
export function accountName(t: Translate, stored: string): string {
  const word = words.get(stored)
  return word === undefined ? stored : t(word)
}

/** The same for rows that carry a name. */
export const withAccountNames = <Row extends { readonly name: string }>(t: Translate, rows: readonly Row[]): Row[] =>
  rows.map((row) => (words.has(row.name) ? { ...row, name: accountName(t, row.name) } : row))

const words: ReadonlyMap<string, WordKey> = new Map(
  systemAccounts.flatMap(({ code, name }): [string, WordKey][] => {
    const word = `chart.${code}`
    return isWordKey(word) ? [[name, word]] : []
  }),
)
