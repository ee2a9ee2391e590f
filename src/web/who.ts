import type { Role } from '../core/permissions.ts'
import type { Locale } from '../words/index.ts'
import type { Accent } from './page.ts'

/** Who asks: read with the session in one query, so that every request knows person, business and role. */
export interface Who {
  sessionId: string
  userId: string
  userName: string
  email: string
  locale: Locale
  theme: 'system' | 'light' | 'dark'
  /** Keys chosen in the place of ours, by ours; an empty one is switched off. */
  keys: Readonly<Record<string, string>>
  /** How many businesses the person may enter. */
  businesses: number
  business: Membership | undefined
}

export interface Membership {
  id: string
  name: string
  kind: 'general' | 'jeweller'
  accent: Accent
  zone: string
  /** The month in which its financial year begins. */
  startMonth: number
  /** The language of its papers. */
  locale: Locale
  role: Role
  branchId: string | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; undefined on open pages where nobody is signed in. */
    whoIfAny: Who | undefined
    /** The word of this answer's Content-Security-Policy. */
    nonce: string
  }
}
