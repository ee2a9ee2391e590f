import { parsePercent } from '../../../core/percent.ts'
import { type CountKind, type CountScope, countKinds, countScopes } from '../../../core/stock-count.ts'
import { parseGrams } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { NewCount } from './beginning.commands.ts'
import type { CountChoices } from './beginning.queries.ts'

export type TypedCount = Readonly<Record<string, string>>

/** What may be counted in which way: items have shelves and no tags, lots are few. */
const scopes: Readonly<Record<CountKind, readonly CountScope[]>> = {
  pieces: ['all', 'counter', 'category', 'article', 'purity', 'chosen'],
  items: ['all', 'counter', 'category', 'chosen'],
  lots: ['all', 'counter', 'purity'],
}

export const scopesOf = (kind: CountKind): readonly CountScope[] => scopes[kind]

/** Which kind and scope an address or a form asks for; a shop without jewellery has items alone. */
export function askedOf(typed: TypedCount, isJeweller: boolean): { kind: CountKind; scope: CountScope } {
  const asked = countKinds.find((one) => one === typed['kind'])
  const kind = isJeweller ? (asked ?? 'pieces') : 'items'
  const scope = countScopes.find((one) => one === typed['scope'] && scopes[kind].includes(one)) ?? 'all'
  return { kind, scope }
}

type Asked = Omit<NewCount, 'id'> & { keepsTolerance: boolean }

export function parseCount(
  typed: TypedCount,
  people: readonly string[],
  choices: CountChoices,
  isJeweller: boolean,
): Parsed<Asked> {
  const errors: Record<string, Said> = {}
  const { kind, scope } = askedOf(typed, isJeweller)
  const of = typed['of']?.trim() ?? ''
  const branch = choices.branches.find(({ id }) => id === typed['branch'])
  if (!branch) errors['branch'] = { key: 'counts.refusal.branch' }
  const named = [...choices.articles, ...choices.purities].find(({ id }) => id === of)
  const isById = scope === 'article' || scope === 'purity'
  const chosen = [
    ...new Set(
      (typed['chosen'] ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ].slice(0, 500)
  if (scope === 'chosen' && chosen.length === 0) errors['chosen'] = { key: 'counts.refusal.scope' }
  if (scope !== 'all' && scope !== 'chosen' && (of === '' || (isById && !named)))
    errors['of'] = { key: 'counts.refusal.scope' }
  const grams = kind === 'lots' ? parseGrams(typed['grams'] ?? '') : 0n
  if (grams === undefined) errors['grams'] = { key: 'counts.refusal.grams' }
  const bp = kind === 'pieces' ? 0 : parsePercent(typed['percent'] ?? '')
  if (bp === undefined) errors['percent'] = { key: 'counts.refusal.percent' }
  if (!branch || grams === undefined || bp === undefined || Object.keys(errors).length > 0) return { ok: false, errors }
  const persons = choices.people.filter(({ userId }) => people.includes(userId))
  return {
    ok: true,
    value: {
      ...{ branchId: branch.id, kind, scope, chosen: scope === 'chosen' ? chosen : [], persons },
      ...{ scopeText: isById ? (named?.name ?? '') : scope === 'all' || scope === 'chosen' ? '' : of },
      ...{ scopeId: isById ? (named?.id ?? null) : null, isBlind: typed['blind'] === 'yes' },
      ...{ toleranceMg: grams, toleranceBp: bp, note: typed['note']?.trim() ?? '' },
      keepsTolerance: typed['keep'] === 'yes',
    },
  }
}
