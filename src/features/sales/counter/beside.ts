import type { FastifyRequest } from 'fastify'
import { rupees } from '../../../core/money.ts'
import type { Db } from '../../../db/database.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Choice } from '../../../web/form-fields.ts'
import { acting } from '../../../web/permissions.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type CurrentRate, currentRates, purityName } from '../../board/index.ts'
import { type ApprovalView, approvalView, approvers } from '../../tills/index.ts'
import type { Desk, Look } from './counter.look.ts'
import { listSellers } from './counter.queries.ts'

/** What stands beside the bill: the board, who may be named as seller, and who may allow what the clerk may not. */
export interface Beside {
  readonly rates: readonly CurrentRate[]
  readonly sellers: readonly Choice[]
  readonly approval: ApprovalView | undefined
}

export const nothingBeside: Beside = { rates: [], sellers: [], approval: undefined }

interface Asked {
  t: Translate
  desk: Desk
  /** A PIN that was refused, at its field, with the manager that was chosen. */
  pin?: { approver: string; errors: FieldErrors } | undefined
}

/** Reads it; of a grocer's counter nothing but, where it is needed, who may approve. */
export async function findBeside(
  db: Db,
  request: FastifyRequest,
  look: Look,
  { t, desk, pin }: Asked,
): Promise<Beside> {
  const { businessId } = acting(request)
  const needs = look.refused.find(({ needs }) => needs !== undefined)?.needs
  const [ofShop, people] = await Promise.all([
    desk.isJeweller ? readShop(db, businessId, desk) : nothingBeside,
    needs ? approvers(db, businessId, needs) : [],
  ])
  const typed = { values: { approver: pin?.approver ?? '' }, errors: pin?.errors ?? {} }
  const reason = needs ? t('counter.approval') : ''
  return { ...ofShop, approval: needs ? approvalView(t, people, { ...typed, reason }) : undefined }
}

function readShop(db: Db, businessId: string, { at, branchId }: Desk): Promise<Beside> {
  return inBusiness(db, businessId, async (tx) => {
    const [rates, people] = await Promise.all([
      currentRates(tx, businessId, at),
      listSellers(tx, businessId, branchId ?? null),
    ])
    return { rates, sellers: people.map(({ id, name }) => ({ value: id, text: name })), approval: undefined }
  })
}

/** The first rates of the board, for the strip at the top. */
export const ratesSaid = (t: Translate, { rates }: Beside): { name: string; rate: string }[] =>
  rates
    .filter(({ isOnBoard, sell }) => isOnBoard && sell !== null)
    .slice(0, 3)
    .flatMap((one) =>
      one.sell === null ? [] : [{ name: purityName(t, one), rate: `₹${rupees(one.sell).replace(/\.00$/, '')}` }],
    )
