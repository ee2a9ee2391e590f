import { type Suggestion, suggest, suggestOpening } from '../../../core/bank-match.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { NewMatch } from '../matching/matching.commands.ts'
import {
  type EntryRow,
  findOpeningIfAny,
  type LineRow,
  listCandidates,
  listEntriesBefore,
  listOpenLines,
} from './reconciling.queries.ts'

export interface Suggested extends Suggestion {
  readonly entries: readonly EntryRow[]
}

/** So many lines are looked at by one press of "match all certain". */
const mostAtOnce = 500

/** What each of these lines most likely is, with the entries themselves, also those that no page shows. */
export async function suggestFor(
  tx: Tx,
  businessId: string,
  accountId: string,
  lines: readonly LineRow[],
): Promise<Suggested[]> {
  const opening = lines.find(({ kind }) => kind === 'opening')
  const shown = new Set(lines.map(({ id }) => id))
  const everyDay = { from: undefined, to: undefined, most: mostAtOnce }
  // What was on its way when the first statement began is one of its lines, and no part of its opening balance.
  const open = opening ? await listOpenLines(tx, businessId, accountId, everyDay) : lines
  const moved = open.filter(({ kind }) => kind === 'line')
  const [found, before] = await together([
    listCandidates(tx, businessId, accountId, moved),
    opening ? listEntriesBefore(tx, businessId, accountId, opening) : [],
  ])
  const suggestions = suggest(moved, found)
  const taken = new Set(suggestions.flatMap(({ entryIds }) => entryIds))
  const old = before.filter(({ id }) => !taken.has(id))
  const ofOpening = opening ? suggestOpening(opening, old) : undefined
  const entries = new Map([...before, ...found].map((entry) => [entry.id, entry]))
  return [...(ofOpening ? [ofOpening] : []), ...suggestions.filter(({ lineId }) => shown.has(lineId))].map((one) => ({
    ...one,
    entries: one.entryIds.flatMap((id) => entries.get(id) ?? []),
  }))
}

/** All that came before the first statement, as the suggestion for its opening balance has it; none where there is none. */
export async function openingMatch(tx: Tx, businessId: string, accountId: string, lineId: string): Promise<NewMatch> {
  const line = await findOpeningIfAny(tx, businessId, accountId, lineId)
  const [found] = line ? await suggestFor(tx, businessId, accountId, [line]) : []
  const entries = (found?.entries ?? []).map(({ voucherId, line }) => ({ voucherId, line }))
  return { lineIds: [lineId], entries, reason: 'suggested' }
}

/** Everything certain among the open lines of a period, ready to be matched. */
export async function certainMatches(
  tx: Tx,
  businessId: string,
  accountId: string,
  period: { from: string | undefined; to: string | undefined },
): Promise<NewMatch[]> {
  const lines = await listOpenLines(tx, businessId, accountId, { ...period, most: mostAtOnce })
  const found = await suggestFor(tx, businessId, accountId, lines)
  return found
    .filter(({ isCertain }) => isCertain)
    .map(({ lineId, entries }) => ({
      lineIds: [lineId],
      entries: entries.map(({ voucherId, line }) => ({ voucherId, line })),
      reason: 'certain',
    }))
}
