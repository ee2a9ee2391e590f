/** Where to go after signing in: a path of ours, never another site ("//evil", "/\evil", "javascript:"). */
export function returnPath(to: string | undefined): string {
  if (!to?.startsWith('/') || /[\\\p{Cc}]/u.test(to)) return home
  const base = 'http://khata.invalid'
  if (to.startsWith('//') || !URL.canParse(to, base)) return home
  const url = new URL(to, base)
  const isOurs =
    url.origin === base && !/^\/(sign-in|sign-out)(\/|$)/.test(url.pathname) && !url.pathname.startsWith('//')
  return isOurs ? url.pathname + url.search : home
}

const home = '/'
