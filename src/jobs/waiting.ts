/** How long after its last word a business is looked at: its transaction may take so long to be kept. */
const patienceMs = 5_000

const noted = new Map<string, number>()

/**
 * Says that a business has left word, before its transaction is kept. It is a hint in the memory of this process and
 * nothing else: what it misses is found by the rounds of the relay.
 */
export const noteWaiting = (businessId: string): void => void noted.set(businessId, performance.now())

/** The businesses that left word lately; each is told a few times, for its transaction may not be kept yet. */
export function listWaiting(): string[] {
  const ids = [...noted.keys()]
  const tooOld = performance.now() - patienceMs
  for (const [id, at] of noted) if (at < tooOld) noted.delete(id)
  return ids
}
