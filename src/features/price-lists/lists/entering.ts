import type { Tx } from '../../../db/tenant.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { WrittenLine } from './lists.commands.ts'
import { type PastedRow, parseMin, parsePrice } from './lists.form.ts'
import { findThings, listLike } from './things.queries.ts'

export interface LineTyped {
  what: string
  min: string
  price: string
}

/** One line as it was typed. A beginning that only one item has is enough; of several the first few are named. */
export async function readLine(tx: Tx, businessId: string, typed: LineTyped): Promise<Parsed<WrittenLine>> {
  const errors: Record<string, Said> = {}
  const [min, price] = [parseMin(typed.min), parsePrice(typed.price)]
  if (min === undefined) errors['min'] = { key: 'fields.quantity.positive' }
  if (price === undefined) errors['price'] = { key: 'prices.error.price' }
  const thing = await whatIs(tx, businessId, typed.what, errors)
  if (!thing || min === undefined || price === undefined) return { ok: false, errors }
  return { ok: true, value: { ...thing, min, price } }
}

async function whatIs(
  tx: Tx,
  businessId: string,
  words: string,
  errors: Record<string, Said>,
): Promise<Pick<WrittenLine, 'itemId' | 'category'> | undefined> {
  const thing = (await findThings(tx, businessId, [words])).get(0)
  if (thing?.isArticle) errors['what'] = { key: 'prices.error.jewellery' }
  else if (thing) return { itemId: thing.itemId, category: thing.itemId === null ? thing.name : '' }
  else {
    const like = await listLike(tx, businessId, words)
    const [first, second] = like
    if (first && !second) return { itemId: first.id, category: '' }
    errors['what'] = first
      ? { key: 'prices.error.several', values: { names: like.map(({ name }) => name).join(', ') } }
      : { key: 'prices.error.unknown' }
  }
  return undefined
}

/** All rows, or of each wrong one what is wrong with it. Jewellery is refused as anywhere here. */
export async function readRows(
  tx: Tx,
  businessId: string,
  rows: readonly PastedRow[],
): Promise<{ lines: WrittenLine[]; wrong: { row: number; said: Said }[] }> {
  const things = await findThings(
    tx,
    businessId,
    rows.map(({ words }) => words),
  )
  const lines: WrittenLine[] = []
  const wrong: { row: number; said: Said }[] = []
  rows.forEach(({ row, quantity, price: typedPrice }, i) => {
    const [thing, min, price] = [things.get(i), parseMin(quantity), parsePrice(typedPrice)]
    if (!thing) wrong.push({ row, said: { key: 'prices.error.unknown' } })
    else if (thing.isArticle) wrong.push({ row, said: { key: 'prices.error.jewellery' } })
    else if (min === undefined) wrong.push({ row, said: { key: 'fields.quantity.positive' } })
    else if (price === undefined) wrong.push({ row, said: { key: 'prices.error.price' } })
    else lines.push({ itemId: thing.itemId, category: thing.itemId === null ? thing.name : '', min, price })
  })
  return { lines, wrong }
}
