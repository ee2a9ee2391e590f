import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

/** What a Code 128 label and a hand-written list can both hold. */
export const isTag = (text: string): boolean => /^[A-Z0-9][A-Z0-9./-]{0,19}$/.test(text)

/** Where an article has no prefix of its own. */
const usualPrefix = 'T'

/**
 * The next free tags under a prefix: "N" → "N-2211". The number is locked until the transaction ends, so that two people
 * tagging at once take turns; a number that was tagged by hand meanwhile is passed over.
 */
export async function nextTags(
  tx: Tx,
  businessId: string,
  { prefix, count }: { prefix: string; count: number },
): Promise<string[]> {
  const free: string[] = []
  while (free.length < count) {
    const wanted = count - free.length
    const [row] = await named<{ last: bigint }>(tx, numbersTake, [businessId, prefix || usualPrefix, wanted])
    const last = Number(row?.last ?? wanted)
    const tags = Array.from({ length: wanted }, (_, i) => `${prefix || usualPrefix}-${last - wanted + 1 + i}`)
    const taken = await named<{ tag: string }>(tx, tagsThere, [businessId, tags])
    free.push(...tags.filter((tag) => !taken.some((there) => there.tag === tag)))
  }
  return free
}

/** After tags were typed by hand, numbering goes on above the highest of each prefix. */
export async function countTags(tx: Tx, businessId: string, tags: readonly string[]): Promise<void> {
  const highest = new Map<string, number>()
  for (const tag of tags) {
    const [, prefix, number] = /^([A-Z0-9]{1,6})-(\d{1,9})$/.exec(tag) ?? []
    if (prefix && number) highest.set(prefix, Math.max(highest.get(prefix) ?? 0, Number(number)))
  }
  if (highest.size === 0) return
  await named(tx, numbersRaise, [
    businessId,
    [...highest.keys()].sort(),
    [...highest.keys()].sort().map((key) => highest.get(key)),
  ])
}

const numbersTake = {
  name: 'piece.tags.take',
  text: `
    insert into tag_number as n (business_id, prefix, last) values ($1, $2, $3)
    on conflict (business_id, prefix) do update set last = n.last + excluded.last
    returning last`,
}

const numbersRaise = {
  name: 'piece.tags.raise',
  text: `
    insert into tag_number as n (business_id, prefix, last) select $1, t.* from unnest($2::text[], $3::bigint[]) as t
    on conflict (business_id, prefix) do update set last = greatest(n.last, excluded.last)`,
}

const tagsThere = {
  name: 'piece.tags.there',
  text: 'select tag from piece where business_id = $1 and tag = any($2::text[])',
}
