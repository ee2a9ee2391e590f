import { hash, verify } from '@node-rs/argon2'

/** OWASP ASVS 5.0, 11.4.2: argon2id (what the package does when nothing else is asked), 64 MiB, three passes. */
const cost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 }

/** Each takes 64 MiB for a while, so that few may work at once. */
const inTurn = atMost(4)

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(fold(password), cost))

/** Takes as long for an unknown user as for a known one. */
export async function isPassword(password: string, kept: string | null | undefined): Promise<boolean> {
  const against = kept ?? (await nobodys())
  const fits = await inTurn(() => verify(against, fold(password)))
  return fits && typeof kept === 'string'
}

let nobodysHash: Promise<string> | undefined
function nobodys(): Promise<string> {
  nobodysHash ??= hashPassword('nobody signs in with this')
  return nobodysHash
}

/** The same letters typed on two keyboards are the same password. */
const fold = (password: string): string => password.normalize('NFKC')

/** Runs at most `places` of the works at once; the others wait in the order in which they came. */
function atMost(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = places
  return async (work) => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go))
    else free -= 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
