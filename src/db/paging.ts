/** No list shows more rows than this; the next page begins after the last row's key, so every page costs the same. */
export const pageSize = 50

/** The key of the row beside which a page begins, written into the address. */
export const writeCursor = (key: readonly string[]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** The key in the address, or undefined where the address holds none that fits: then the first page is shown. */
export function readCursor(text: string | undefined, parts: number): string[] | undefined {
  if (!text || text.length > 1000) return undefined
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const fits = Array.isArray(key) && key.length === parts && key.every((part) => typeof part === 'string')
    return fits ? key : undefined
  } catch {
    return undefined
  }
}

export interface Page<Row> {
  rows: Row[]
  hasMore: boolean
}

/** Queries ask for one row more than a page holds: whether it came says whether there is a further page. */
export const pageOf = <Row>(rows: readonly Row[], size: number = pageSize): Page<Row> => ({
  rows: rows.slice(0, size),
  hasMore: rows.length > size,
})

/** A page beside a row, read one way or the other: backwards the row too many stands first. */
export function pageBeside<Row>(
  found: readonly Row[],
  cursor: { readonly direction: 'earlier' | 'later' } | undefined,
): Page<Row> & { hasLater: boolean } {
  if (cursor?.direction !== 'later') return { ...pageOf(found), hasLater: cursor !== undefined }
  const page = pageOf(found.toReversed())
  return { rows: page.rows.toReversed(), hasMore: true, hasLater: page.hasMore }
}
