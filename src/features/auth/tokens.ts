import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes for a link, as text that stands in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token or session id: whoever reads the database cannot sign in with it. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
