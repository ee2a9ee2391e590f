import { afterAll, termsOf } from '../../core/search-terms.ts'
import { numbersMeant } from '../../core/series.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'

/** What a search of a list of papers means: parties by name or mobile, and numbers. */
export interface PaperMatches {
  readonly partyIds: readonly string[]
  readonly numbers: readonly string[]
}

/**
 * "1341" is the paper of that number in any series and year of these kinds, "GJ/26-27/01341" this one; a name or mobile is
 * looked up by its beginning.
 */
export async function matchPapers(
  tx: Tx,
  businessId: string,
  { search, kinds }: { search: string; kinds: readonly string[] },
): Promise<PaperMatches> {
  const typed = search.trim()
  const beginning = termsOf(typed)?.phrase
  const [parties, series] = await together([
    beginning === undefined
      ? []
      : named<{ id: string }>(tx, partiesBeginning, [businessId, beginning, afterAll(beginning)]),
    /^\d{1,9}$/.test(typed) ? named<{ prefix: string; fy: string }>(tx, seriesOf, [businessId, kinds]) : [],
  ])
  return { partyIds: parties.map(({ id }) => id), numbers: numbersMeant(typed, series) }
}

const partiesBeginning = {
  name: 'papers.parties',
  text: `
    select distinct party_id as id from party_search
    where business_id = $1 and term >= $2 and term < $3 limit 1000`,
}

const seriesOf = {
  name: 'papers.series',
  text: 'select distinct prefix, fy from series where business_id = $1 and document_kind = any($2::text[])',
}
