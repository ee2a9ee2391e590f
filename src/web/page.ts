import type { Locale, Translate } from '../words/index.ts'
import type { IconName } from './icons.ts'

export type Accent = 'madder' | 'leaf' | 'indigo'
export type Layout = '/layouts/app' | '/layouts/till' | '/layouts/swap' | '/layouts/plain' | '/layouts/print'

/** One entry of the cover (the main navigation). */
export interface NavEntry {
  href: string
  icon: IconName
  text: string
  isCurrent: boolean
}

/** A page beside the one that is open: the bills have the estimates and orders beside them. */
export interface Section {
  href: string
  text: string
  isCurrent: boolean
}

/** A key that goes to a page from everywhere, such as F8 for a new sale. */
export interface Shortcut {
  key: string
  href: string
  text: string
}

/** The shell around a page: who looks at it, in which business and language. Made once a request by `render`. */
export interface PageContext {
  t: Translate
  locale: Locale
  layout: Layout
  /** The token that every form carries in `_csrf`; empty where nobody is signed in. */
  csrf: string
  /** The one-time word that lets our own scripts and htmx attributes run (Content-Security-Policy). */
  nonce: string
  theme: 'system' | 'light' | 'dark'
  /** The person's own keys as JSON; empty for ours. */
  keys: string
  accent: Accent
  /** Of a paper: whether it is printed smaller. */
  sheet?: 'a4' | 'a5'
  business: { name: string; initial: string } | undefined
  user: { name: string; place: string } | undefined
  nav: readonly NavEntry[]
  sections: readonly Section[]
  shortcuts: readonly Shortcut[]
  canSell: boolean
  canSwitch: boolean
  /** A message that was left for the next page, such as "Saved.", said once. */
  flash: string
  /** Shown on the sign-in page of a demo only. */
  isDemo: boolean
}
