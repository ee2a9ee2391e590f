import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

/** Outside programs that check our figures where they are installed; the Debian package that has each. */
export const oraclePackages = { hledger: 'hledger', pdftotext: 'poppler-utils', zbarimg: 'zbar-tools' } as const

export type Oracle = keyof typeof oraclePackages

/** For `t.test('...', { skip: !hasOracle('hledger') && 'hledger is not installed' }, ...)`. */
export function hasOracle(name: Oracle): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => isProgram(join(folder, name)))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
