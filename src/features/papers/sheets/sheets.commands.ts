import type { Actor } from '../../../core/actor.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { usualSheets } from './sheets.queries.ts'
import type { Sheet, SheetKind } from './sheets.rules.ts'

/** Keeps what the shop prints each kind of paper on. */
export async function chooseSheets(
  tx: Tx,
  businessId: string,
  chosen: ReadonlyMap<SheetKind, Sheet>,
  actor: Actor,
): Promise<void> {
  const before = await usualSheets(tx, businessId)
  await together([
    named(tx, choicesKept, [businessId, [...chosen.keys()], [...chosen.values()]]),
    audit(tx, businessId, actor, {
      action: 'settings.sheets',
      entity: 'business',
      entityId: businessId,
      before: Object.fromEntries(before),
      after: Object.fromEntries(chosen),
    }),
  ])
}

const choicesKept = {
  name: 'papers.sheets.keep',
  text: `
    insert into sheet_choice (business_id, kind, sheet)
    select $1, c.* from unnest($2::text[], $3::text[]) as c
    on conflict (business_id, kind) do update set sheet = excluded.sheet`,
}
