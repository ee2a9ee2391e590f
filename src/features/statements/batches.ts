/**
 * Gives one thing after another of what is loaded a batch at a time: the next batch is on its way while the last one is
 * used, and what was used is forgotten. To be asked in the order of the indexes.
 */
export function inBatches<Item>(
  count: number,
  size: number,
  load: (from: number) => Promise<readonly Item[]>,
): (index: number) => Promise<Item | undefined> {
  const batches = new Map<number, Promise<readonly Item[]>>()
  const begin = (from: number): Promise<readonly Item[]> => {
    const known = batches.get(from)
    if (known) return known
    const loading = load(from)
    // Its turn to be awaited comes later: until then nobody hears it fail.
    loading.catch(() => undefined)
    batches.set(from, loading)
    return loading
  }
  return async (index) => {
    const from = index - (index % size)
    const batch = begin(from)
    if (from + size < count) void begin(from + size)
    batches.delete(from - size)
    return (await batch)[index - from]
  }
}
