import type { Db } from '../../../db/database.ts'
import { named } from '../../../db/named.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { hashOfToken } from '../../portal/index.ts'
import type { BoardChoices, CurrentRate } from '../board.rules.ts'
import { currentRates, findChoices } from '../rates.queries.ts'

/** The one address that was not ended. */
export interface LiveScreen {
  id: string
  tokenHash: string
  createdAt: Date
  by: string
}

export async function findScreenIfAny(tx: Tx, businessId: string): Promise<LiveScreen | undefined> {
  const [screen] = await named<LiveScreen>(tx, live, [businessId])
  return screen
}

/** What a token opens: nothing of the shop but its name, its rates and how it says them. */
export interface ScreenRow {
  isEnded: boolean
  shop: string
  accent: string
  locale: string
  zone: string
}

export interface OpenedScreen {
  screen: ScreenRow
  board: CurrentRate[]
  choices: BoardChoices
}

/** The same statements run whether the token is unknown, ended or good, so that the time tells nothing. */
export async function findScreenOf(db: Db, token: string, at: Date): Promise<OpenedScreen | undefined> {
  const [place] = await named<{ businessId: string; screenId: string }>(db, placeOf, [hashOfToken(token)])
  const { businessId, screenId } = place ?? nowhere
  const [[screen], board, choices] = await inBusiness(db, businessId, (tx) =>
    together([
      named<ScreenRow>(tx, screenById, [businessId, screenId]),
      currentRates(tx, businessId, at),
      findChoices(tx, businessId),
    ]),
  )
  return screen && { screen, board, choices }
}

const nobody = '00000000-0000-7000-8000-000000000000'
const nowhere = { businessId: nobody, screenId: nobody }

const live = {
  name: 'board.screen.live',
  text: `
    select id, token_hash as "tokenHash", created_at as "createdAt", by_name as by
    from board_screen where business_id = $1 and revoked_at is null`,
}

const placeOf = {
  name: 'board.screen.token',
  text: `
    select business_id as "businessId", board_screen_id as "screenId" from board_directory where token_hash = $1`,
}

const screenById = {
  name: 'board.screen.open',
  text: `
    select s.revoked_at is not null as "isEnded", b.name as shop, b.accent, b.locale, b.zone
    from board_screen s join business b on b.id = s.business_id where s.business_id = $1 and s.id = $2`,
}
