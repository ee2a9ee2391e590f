import { createHash } from 'node:crypto'
import { Refusal } from '../../core/errors.ts'
import type { EntrySays, VoucherRequest } from '../../core/voucher-facts.ts'

/** A voucher that is refused, with every reason: the first is the one that a page of its own would say. */
export class VoucherRefused extends Refusal {
  override name = 'VoucherRefused'
  readonly reasons: readonly EntrySays[]

  constructor(reasons: readonly EntrySays[]) {
    const [first] = reasons
    super(first?.key ?? 'errors.422.help', { ...first?.values }, first?.status ?? 422)
    this.reasons = reasons
  }
}

/** The same form sent twice has the same hash, whatever happened in between. */
export function requestHash(request: VoucherRequest): string {
  const { id: _id, ...asked } = request
  const text = JSON.stringify(sorted(asked))
  return createHash('sha256').update(text).digest('hex')
}

/** Names in one order, whoever wrote the request; where a line stood in the form does not matter. */
function sorted(part: unknown): unknown {
  if (typeof part === 'bigint') return String(part)
  if (Array.isArray(part)) return part.map(sorted)
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).filter(
    ([name, value]) => name !== 'row' && value !== undefined && value !== null,
  )
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, sorted(value)]))
}
