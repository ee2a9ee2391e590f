import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { assetHash } from '../../web/assets.ts'

/** Raise it when the code says something else on a paper: kept papers are then printed anew. */
const edition = 2

let made: string | undefined

/** What a kept paper was made by: code, templates and style sheet. Read from disk once. */
export function paperVersion(): string {
  made ??= [edition, templatesHash(), assetHash('print.css')].join(' ')
  return made
}

function templatesHash(): string {
  const folder = path.join(import.meta.dirname, '../../../views/print')
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).sort()) hash.update(`${file}\n`).update(readFileSync(path.join(folder, file)))
  return hash.digest('hex')
}
