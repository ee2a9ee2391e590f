import pg from 'pg'

declare module 'pg' {
  // What its queries are made of, of which its types tell only `submit`; the names of what they take are its own.
  interface Query<R extends pg.QueryResultRow, I> {
    name?: string
    readonly values?: I
    readonly _result: {
      readonly fields: readonly { name: string }[]
      readonly _parsers?: readonly Parser[]
      addRow(row: Record<string, unknown>): void
    }
    _canceledDueToError: unknown
    prepare(wire: Wire): void
    handleRowDescription(message: object): void
    handleReadyForQuery(wire: Wire): void
  }
}

type Parser = (text: string) => unknown

interface Wire {
  readonly describe: (what: object) => void
}

type Answered<Row extends pg.QueryResultRow> = (error: Error | null | undefined, result: pg.ResultBuilder<Row>) => void

/** How the rows of a statement become objects. */
interface Shape {
  readonly names: readonly string[]
  readonly parsers: readonly Parser[]
  /** The object of a row before its values are put in: copying it is quicker than adding field by field. */
  readonly empty: Readonly<Record<string, null>>
}

/** What a connection has told of the statements that are prepared on it. */
interface Told {
  readonly shapes: Map<string, Shape>
  /** The connection, deaf to questions for what is known. */
  readonly unasking: Wire
}

const told = new WeakMap<Wire, Told>()

/**
 * A prepared statement that asks the server only once a connection what its rows look like: pg asks with every run, and
 * reads the answer anew. It cannot change: Postgres refuses to run a prepared statement whose columns did.
 */
export class Prepared<Row extends pg.QueryResultRow> extends pg.Query<Row, unknown[]> {
  #told: Told | undefined
  #shape: Shape | undefined

  constructor({ name, text }: { name: string; text: string }, values: unknown[], onAnswer: Answered<Row>) {
    // The name is given afterwards: pg would take the statement apart to make a copy of it.
    super(text, values, onAnswer)
    this.name = name
  }

  override prepare(wire: Wire): void {
    this.#told = toldBy(wire)
    this.#shape = this.name ? this.#told.shapes.get(this.name) : undefined
    super.prepare(this.#shape ? this.#told.unasking : wire)
  }

  override handleRowDescription(message: object): void {
    super.handleRowDescription(message)
    const names = this._result.fields.map(({ name }) => name)
    const empty = Object.fromEntries(names.map((name) => [name, null]))
    this.#keep({ names, parsers: this._result._parsers ?? [], empty })
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    if (!this.#shape || this._canceledDueToError) return
    const { names, parsers, empty } = this.#shape
    const row: Record<string, unknown> = { ...empty }
    try {
      for (let at = 0; at < fields.length; at++) {
        const text = fields[at] ?? null
        if (text !== null) row[names[at] ?? ''] = parsers[at]?.(text)
      }
      this._result.addRow(row)
    } catch (error) {
      // Told when the statement is through, as pg does.
      this._canceledDueToError = error
    }
  }

  override handleReadyForQuery(wire: Wire): void {
    if (!this.#shape) this.#keep(rowless)
    super.handleReadyForQuery(wire)
  }

  #keep(shape: Shape): void {
    this.#shape = shape
    // Without a name a statement is made ready for one run, and the next may be another.
    if (this.name) this.#told?.shapes.set(this.name, shape)
  }
}

const rowless: Shape = { names: [], parsers: [], empty: {} }

function toldBy(wire: Wire): Told {
  const known = told.get(wire)
  if (known) return known
  const unasking: Wire = Object.assign(Object.create(wire), { describe: () => undefined })
  const made = { shapes: new Map<string, Shape>(), unasking }
  told.set(wire, made)
  return made
}
