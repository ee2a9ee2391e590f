/**
 * Works at some items at once and gives the results in the order of the items, so that nobody waits for the slowest of a
 * group. Ends with the first that throws; what is under way then is left to itself.
 */
export async function* ahead<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = []
  let next = 0
  for (;;) {
    for (; underWay.length < atOnce && next < items.length; next += 1) {
      const item = items[next]
      if (item === undefined) break
      const working = work(item, next)
      // Its turn to be awaited comes later: until then nobody hears it fail.
      working.catch(() => undefined)
      underWay.push(working)
    }
    const first = underWay.shift()
    if (first === undefined) return
    yield await first
  }
}
