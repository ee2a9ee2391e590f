import type { Statement } from './named.ts'

/**
 * Several inserts for one business, `$1` of each, as one statement: a statement costs both sides more than its rows do. What
 * they point to in one another is there when the keys are checked, which is when all are done. The last
 * comes first: what is there already is refused by it. Its values are those of `valuesOf`.
 */
export function gathered(name: string, texts: readonly string[]): Statement {
  let by = 0
  const shifted = texts.map((text) => {
    const from = by
    let most = 1
    const moved = text.replaceAll(/\$(\d+)/g, (_all, digits: string) => {
      const at = Number(digits)
      most = Math.max(most, at)
      return at === 1 ? '$1' : `$${at + from}`
    })
    by += most - 1
    return moved
  })
  const beside = shifted.slice(0, -1).map((text, i) => `part_${i + 1} as (${text})`)
  return { name, text: `${beside.length > 0 ? `with ${beside.join(',')}` : ''} ${shifted.at(-1)}` }
}

/** The values of statements that each begin with the business, which comes once. */
export const valuesOf = (businessId: string, parts: readonly (readonly unknown[])[]): unknown[] => [
  businessId,
  ...parts.flatMap((values) => values.slice(1)),
]
