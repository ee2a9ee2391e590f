import { type Bounds, load, type Shot } from './load.ts'
import type { Ask } from './pages.ts'
import { since, type Used, usedBy } from './processes.ts'
import type { Measured } from './report.ts'
import type { Shop } from './shops.ts'
import type { Stage } from './stage.ts'

/** How long each thing is asked. */
export interface Pace {
  readonly seconds: number
  readonly requests: number
}

/** Asks one thing of one business, or of several in turn, by so many clients at once. */
export async function measure(
  stage: Stage,
  shops: readonly Shop[],
  ask: Ask,
  bounds: Bounds,
  name = ask.name,
): Promise<Measured> {
  const [first] = shops
  if (!first) throw new Error('a bench needs a business')
  const shot = (index: number): Shot => ask.shot(shops[index % shops.length] ?? first, index)
  const requests = Math.min(bounds.requests, ask.most ?? bounds.requests)
  const { count: shown } = await load(stage.port, shot, warming(ask, shot(0), bounds))
  const before = usedBy(stage.watched)
  // Not the ones again that warmed it up.
  const loaded = await load(stage.port, (index) => shot(index + shown), { ...bounds, requests })
  // What was answered may still be tidied up: the answer is not all that it costs.
  await new Promise((resolve) => setTimeout(resolve, 20))
  const cpu = each(since(before, usedBy(stage.watched)), loaded.count)
  const invoices = shops.length === 1 ? first.invoices : undefined
  return { what: name, invoices, clients: bounds.clients, cpu, ...loaded }
}

const seen = new Set<string>()

/**
 * What a page costs a server that has been at work for a while: the first few hundred answers are also the time in which
 * Node compiles it, once a process.
 */
function warming({ name, isPrint, isHarmless, most }: Ask, { method }: Shot, bounds: Bounds): Bounds {
  // A browser takes seconds to start.
  if (isPrint) return { clients: 1, seconds: 20, requests: 3 }
  const isAskedOften = (method === 'GET' || isHarmless === true) && most === undefined
  if (!isAskedOften || seen.has(name)) return { ...bounds, seconds: 0.25, requests: 12 }
  seen.add(name)
  return { ...bounds, seconds: 4, requests: 400 }
}

export const each = ({ app, chromium, database }: Used, count: number): Used => ({
  app: app / count,
  chromium: chromium / count,
  database: database / count,
})
