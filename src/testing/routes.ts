import type { RouteOptions } from 'fastify'
import type { RoutePermission } from '../core/permissions.ts'

/** A route as the app declared it. */
export interface Declared {
  method: 'GET' | 'POST'
  /** With the names of its parameters: `/parties/:id`. */
  url: string
  permission: RoutePermission | undefined
  isFromAnywhere: boolean
  /** The names that its schemas know. */
  queryNames: readonly string[]
  /** Of them those that may come several times. */
  manyNames: readonly string[]
  bodyNames: readonly string[]
}

/** Collects every route of the app: `testApp(t, { onRoute: routes.add })`. */
export function declaredRoutes(): { add: (route: RouteOptions) => void; list: () => Declared[] } {
  const declared: RouteOptions[] = []
  return {
    add: (route) => declared.push(route),
    list: () => declared.flatMap(readRoute).filter((route) => !route.url.startsWith('/test/')),
  }
}

function readRoute({ method, url, config, schema }: RouteOptions): Declared[] {
  const { permission, crossSite = false } = config ?? {}
  return [method].flat().flatMap((one) => {
    if (one === 'HEAD') return []
    const sent = (['GET', 'POST'] as const).find((known) => known === one)
    if (!sent) throw new Error(`${one} ${url}: a form can send GET and POST only`)
    const names = {
      queryNames: namesIn(schema?.querystring),
      manyNames: listsIn(schema?.querystring),
      bodyNames: namesIn(schema?.body),
    }
    return [{ method: sent, url, permission, isFromAnywhere: crossSite, ...names }]
  })
}

function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return []
  return Object.keys(schema.properties ?? {})
}

/** Names that are declared as a list, or as one or a list. */
function listsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return []
  return Object.entries(schema.properties ?? {}).flatMap(([name, of]) =>
    JSON.stringify(of).includes('"type":"array"') ? [name] : [],
  )
}
