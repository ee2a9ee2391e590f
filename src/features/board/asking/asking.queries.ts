import { can, roles } from '../../../core/permissions.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { BoardChoices, CurrentRate } from '../board.rules.ts'
import { currentRates, findChoices } from '../rates.queries.ts'

/** What the counter needs to ask for a rate: the rate as it stands, how rates are said, and who may set it. */
export interface AskFacts {
  rate: CurrentRate | undefined
  choices: BoardChoices
  editors: readonly string[]
}

/** A purity that is not there or is archived has no rate. */
export async function findAsk(tx: Tx, businessId: string, purityId: string, at: Date): Promise<AskFacts> {
  const mayEdit = roles.filter((role) => can(role, 'board.edit'))
  const [board, choices, people] = await together([
    currentRates(tx, businessId, at),
    findChoices(tx, businessId),
    named<{ name: string }>(tx, editors, [businessId, mayEdit]),
  ])
  const editorNames = people.map(({ name }) => name)
  return { rate: board.find((one) => one.purityId === purityId), choices, editors: editorNames }
}

const editors = {
  name: 'board.editors',
  text: `
    select u.name from membership m join app_user u on u.id = m.user_id
    where m.business_id = $1 and m.ended_at is null and m.role = any($2::text[]) order by u.name limit 4`,
}
