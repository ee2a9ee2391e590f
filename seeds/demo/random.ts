/** Numbers that look random and are the same at every run: a demo, a screenshot and a test see one shop. */
export interface Random {
  /** From 0 up to, not with, `below`. */
  below(below: number): number
  /** From least to most, both included. */
  between(least: number, most: number): number
  /** True so many times in a hundred. */
  chance(percent: number): boolean
  pick<Choice>(choices: readonly Choice[]): Choice
}

/** Marsaglia's xorshift over 32 bits: enough for a shop, and four lines long. */
export function seededRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
  const below = (limit: number): number => next() % limit
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (percent) => below(100) < percent,
    pick: (choices) => {
      const choice = choices[below(choices.length)]
      if (choice === undefined) throw new RangeError('nothing to pick from')
      return choice
    },
  }
}
