import { createHash, createHmac, hkdfSync } from 'node:crypto'

/** Makes the token of a link anew whenever it is shared: docs/decisions/0002-make-tokens-of-dues-links-again.md. */
export interface LinkTokens {
  /** 43 characters of base64url, which are 32 bytes. */
  of(businessId: string, linkId: string): string
}

export function linkTokens(secret: string): LinkTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'khata: makes the tokens of dues links', 32))
  return {
    of: (businessId, linkId) => createHmac('sha256', key).update(`${businessId}|${linkId}`).digest('base64url'),
  }
}

/** What is kept of a token: whoever reads the database opens no link. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
