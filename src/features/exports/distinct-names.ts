interface Nameable {
  readonly id: string
  readonly name: string
  readonly mark: string
}

/** Other programs know an account by its name alone, whatever its case: names that read the same get their mark behind. */
export function distinctNames(all: readonly Nameable[]): Map<string, string> {
  const times = new Map<string, number>()
  for (const { name } of all) times.set(name.toLowerCase(), (times.get(name.toLowerCase()) ?? 0) + 1)
  const isAlone = (name: string): boolean => times.get(name.toLowerCase()) === 1
  return new Map(all.map(({ id, name, mark }) => [id, isAlone(name) ? name : `${name} #${mark}`]))
}
