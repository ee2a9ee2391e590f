import type { Tx } from '../../../db/tenant.ts'
import { verifyAudit } from '../../audit/index.ts'
import { checkPoint } from './check.findings.ts'
import { type Point, type PointResult, points } from './check.rules.ts'
import { awaitedIsItsAccount } from './check-awaited.queries.ts'
import * as bank from './check-bank.queries.ts'
import * as days from './check-days.queries.ts'
import * as flows from './check-flows.queries.ts'
import * as ledger from './check-ledger.queries.ts'
import * as loyalty from './check-loyalty.queries.ts'
import * as papers from './check-papers.queries.ts'
import * as parties from './check-parties.queries.ts'
import { piecesAreLevels } from './check-pieces.queries.ts'
import { soldMonthsAreLines } from './check-sold.queries.ts'
import * as stock from './check-stock.queries.ts'
import { taxDaysAreVouchers } from './check-taxes.queries.ts'
import { transitIsItsAccount } from './check-transit.queries.ts'

/**
 * The books check of DOMAIN.md section 2, all ten points in their order. Each compares within one statement, so that what
 * is posted meanwhile is no finding. It reads everything: seconds for a hundred thousand bills. To plan its statements takes
 * longer than to run them over a few bills: who checks small books again and again keeps the plans.
 */
export async function booksCheck(
  tx: Tx,
  businessId: string,
  { keepsPlans = false }: { keepsPlans?: boolean } = {},
): Promise<PointResult[]> {
  // A plan that was kept from a business of ten vouchers takes minutes for one of thousands.
  const plans = keepsPlans ? 'force_generic_plan' : 'force_custom_plan'
  await tx.raw(
    `set local statement_timeout = '120s'; set local work_mem = '64MB'; set local plan_cache_mode = '${plans}'`,
  )
  return Promise.all(points.map((point) => check(tx, businessId, point)))
}

function check(tx: Tx, businessId: string, point: Point): Promise<PointResult> {
  switch (point) {
    case 1:
      return checkPoint(tx, businessId, point, [ledger.vouchersBalance])
    case 2:
      return checkPoint(tx, businessId, point, [
        ledger.trialBalanceIsZero,
        ledger.accountsArePostings,
        days.voucherDaysAreVouchers,
        bank.bankLinesAreMatched,
        bank.bankEntriesAreMatched,
        bank.bankMonthsAreMatched,
      ])
    case 3:
      return checkPoint(tx, businessId, point, [
        parties.partiesAgree,
        parties.openItemsAreAllocated,
        parties.partiesAreControlAccounts,
        days.dueDaysAreOpenItems,
        days.billDaysAreOpenItems,
        flows.dueFlowsAreItems,
        flows.itemsMovedWhenSettled,
        loyalty.pointsAreTheirAccount,
        loyalty.giftsAreTheirAccount,
      ])
    case 4:
      return checkPoint(tx, businessId, point, [ledger.accountsOpenAsTheyClosed, ledger.partiesOpenAsTheyClosed])
    case 5:
      return checkPoint(tx, businessId, point, [
        papers.gstIsOnTheLedgers,
        days.salesDaysAreBills,
        taxDaysAreVouchers,
        soldMonthsAreLines,
      ])
    case 6:
      return checkPoint(tx, businessId, point, [
        papers.stockIsItsMoves,
        papers.stockIsItsAccount,
        piecesAreLevels,
        transitIsItsAccount,
        awaitedIsItsAccount,
        stock.stockMonthsAreMoves,
        stock.stockDaysAreMoves,
        stock.layersAreLevels,
        stock.batchesAreMoves,
      ])
    case 7:
      return checkPoint(tx, businessId, point, [papers.numbersHaveNoGap])
    case 8:
      return checkPoint(tx, businessId, point, [ledger.nothingAfterTheLock])
    case 9:
      return checkPoint(tx, businessId, point, [ledger.cashIsThere])
    case 10:
      return checkChain(tx, businessId)
  }
}

/** 10: no line of the edit log was changed, left out or put in. */
async function checkChain(tx: Tx, businessId: string): Promise<PointResult> {
  const { holds, checked, faults } = await verifyAudit(tx, businessId)
  const findings = faults.map(({ seq }) => {
    const what = { key: 'books.check.fault.audit', values: { line: String(seq) } } as const
    return { what, of: String(seq), href: '/audit' }
  })
  return { point: 10, holds, checked, findings }
}
