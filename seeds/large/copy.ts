import type pg from 'pg'

/** A row as COPY reads it: columns with tabs between, nothing as \N. */
export type Cell = string | number | bigint | boolean | Date | null

/** Rows of one table on their way, as the text of COPY. */
export class Batch {
  readonly table: string
  readonly columns: string
  #lines: string[] = []

  constructor(table: string, columns: string) {
    this.table = table
    this.columns = columns
  }

  add(cells: readonly Cell[]): void {
    this.#lines.push(cells.map(written).join('\t'))
  }

  /** What was added since the last time; undefined for nothing. */
  take(): Buffer | undefined {
    if (this.#lines.length === 0) return undefined
    const text = `${this.#lines.join('\n')}\n`
    this.#lines = []
    return Buffer.from(text)
  }
}

function written(cell: Cell): string {
  if (cell === null) return '\\N'
  if (typeof cell === 'string') return /[\\\t\n\r]/.test(cell) ? escaped(cell) : cell
  return cell instanceof Date ? cell.toISOString() : String(cell)
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')

/** Row security refuses COPY to whom it binds: then the rows go by way of a table of the session's own. */
export async function copyBatch(client: pg.Client, batch: Batch, isBound: boolean): Promise<void> {
  const rows = batch.take()
  if (!rows) return
  const { table, columns } = batch
  if (!isBound) return copy(client, `copy ${table} (${columns}) from stdin`, rows)
  const staging = `${table}_staging`
  await client.query(`create temporary table ${staging} on commit drop as select ${columns} from ${table} with no data`)
  await copy(client, `copy ${staging} (${columns}) from stdin`, rows)
  await client.query(`insert into ${table} (${columns}) select ${columns} from ${staging}; drop table ${staging}`)
}

function copy(client: pg.Client, sql: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(sql, rows, (error) => (error ? reject(error) : resolve())))
  })
}

/** What pg's connection can do beside what its types say. */
interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

const atOnce = 64 * 1024

/** A statement as pg takes them, which answers the server's call for rows. */
class CopyIn {
  #sql: string
  #rows: Buffer
  #done: (error?: Error) => void
  #failed: Error | undefined

  constructor(sql: string, rows: Buffer, done: (error?: Error) => void) {
    this.#sql = sql
    this.#rows = rows
    this.#done = done
  }

  submit(connection: Pick<CopyConnection, 'query'>): void {
    connection.query(this.#sql)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (let from = 0; from < this.#rows.length; from += atOnce)
      connection.sendCopyFromChunk(this.#rows.subarray(from, from + atOnce))
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#failed = error
    this.#done(error)
  }

  handleReadyForQuery(): void {
    if (!this.#failed) this.#done()
  }
}
