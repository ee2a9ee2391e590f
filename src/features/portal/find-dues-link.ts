import type { Config } from '../../config.ts'
import type { Tx } from '../../db/tenant.ts'
import { works } from './links.commands.ts'
import { findLiveLinkIfAny } from './links.queries.ts'
import { linkTokens } from './tokens.ts'

/** The address under which a party sees its dues, where the shop made one that still works. */
export async function findDuesLink(
  tx: Tx,
  businessId: string,
  partyId: string,
  { secret, publicUrl, at }: Pick<Config, 'secret' | 'publicUrl'> & { at: Date },
): Promise<string | undefined> {
  const tokens = linkTokens(secret)
  const link = await findLiveLinkIfAny(tx, businessId, partyId)
  return link && works(link, businessId, at, tokens) ? duesUrl(publicUrl, tokens.of(businessId, link.id)) : undefined
}

export const duesUrl = (publicUrl: string, token: string): string => `${publicUrl}/d/${token}`
