import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { leftToBill } from '../../../core/goods-receipt.ts'
import { plainDecimal } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { fineRate } from '../../../core/rate-cut.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { isSwap } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { currentRates } from '../../board/index.ts'
import { type ReceiptLine, receiptLinesToBill } from '../../goods-receipts/index.ts'
import { boughtOnApproval } from './approvals.commands.ts'
import { figuresView, noFigures } from './figures.views.ts'
import { freshBought, freshReceived } from './lines.views.ts'
import { lookAtBill } from './making.commands.ts'
import { type BillParty, findBillHouse, findBillParty } from './making.facts.ts'
import { type Around, errorsOf, mostReceived, namedItems, parseBill, receivedRows, type Typed } from './making.form.ts'
import { itemsNamed, listLineAccounts, namesOfSupplier, ratesOf } from './making.queries.ts'
import { newBillView } from './making.views.ts'

export interface Shown {
  typed: Typed
  errors?: FieldErrors
  twinId?: string
}

type Page = Pick<Deps, 'db' | 'clock'>

/** Who bills, where and when. */
export function billingOf({ clock }: Pick<Deps, 'clock'>, request: FastifyRequest) {
  const { businessId, business, who } = acting(request)
  const today = todayIn(clock(), business.zone)
  const options = {
    branchId: business.branchId,
    mayBackdate: can(business.role, 'books.backdate'),
    at: clock(),
    by: who.userId,
  }
  return { businessId, business, today, options }
}

/** What a form is read with: the day, the States, and the items that it names. */
export async function aroundOf(
  tx: Tx,
  { businessId, today, options }: ReturnType<typeof billingOf>,
  { typed, party }: { typed: Typed; party: BillParty },
): Promise<Around> {
  const house = await findBillHouse(tx, businessId, { ...options, onDate: today })
  const items = await itemsNamed(tx, businessId, namedItems(typed))
  return { today, items, supplierState: party.state, ownState: house.state }
}

/** The form with what it comes to; the figures alone for who swaps them in. */
export async function showBill(
  page: Page,
  request: FastifyRequest,
  reply: FastifyReply,
  { typed, errors = {}, twinId = '' }: Shown,
) {
  const billing = billingOf(page, request)
  const { businessId, business } = billing
  const reader = { t: reply.t, locale: request.locale }
  const view = await inBusiness(page.db, businessId, async (tx) => {
    const party = await findBillParty(tx, businessId, typed['party_id'] ?? '')
    const all = await receiptLinesToBill(tx, businessId, party.id)
    const looked = await look(tx, billing, reader, { typed, party })
    return newBillView(reader, {
      ...{ typed, party, twinId, figures: looked.figures },
      received: inForm(all, typed),
      errors: { ...looked.errors, ...errors },
      hasMoreReceived: all.length > mostReceived,
      accounts: await listLineAccounts(tx, businessId),
      names: await namesOfSupplier(tx, businessId, party.id),
      isJeweller: business.kind === 'jeweller',
    })
  })
  return isSwap(request)
    ? reply.fragment('supplier-bills/_figures', view.figures)
    : reply.page('supplier-bills/new', view)
}

async function look(
  tx: Tx,
  billing: ReturnType<typeof billingOf>,
  reader: Parameters<typeof figuresView>[0],
  of: { typed: Typed; party: BillParty },
) {
  const parsed = parseBill(of.typed, await aroundOf(tx, billing, of))
  if (!parsed.ok) return { figures: noFigures, errors: {} }
  const { loaded, outcome } = await lookAtBill(tx, billing.businessId, parsed.value, billing.options)
  const decision = 'ok' in outcome ? outcome.ok : outcome.shown
  if (!decision) return { figures: noFigures, errors: {} }
  const told = 'refused' in outcome ? outcome.refused.filter(({ key }) => toldAtOnce.has(key)) : []
  return { figures: figuresView(reader, parsed.value, decision, loaded.facts), errors: errorsOf(told) }
}

/** What a person should hear before he saves. */
const toldAtOnce = new Set([
  'supplierBills.refusal.twin',
  'supplierBills.refusal.overReceived',
  'supplierBills.refusal.noGstin',
  'supplierBills.refusal.article',
  'supplierBills.refusal.freightGoods',
])

/** The lines that stand in the form, each in its row; what was billed meanwhile stands there no more. */
const inForm = (all: readonly ReceiptLine[], typed: Typed) =>
  receivedRows(typed).flatMap((row) => {
    const [receipt, number] = [typed[`r.${row}.receipt`], typed[`r.${row}.line`]]
    const line = all.find((one) => one.receiptId === receipt && String(one.line) === number)
    return line ? [{ row, line }] : []
  })

interface Chosen {
  readonly partyId: string
  readonly receipt: string | undefined
  readonly isAll: boolean
  /** Goods of his on approval: what of them was bought stands in the form. */
  readonly approval?: string | undefined
}

/** A form to begin with: what came of the supplier, chosen where that was asked. */
export async function freshBill(
  tx: Tx,
  { businessId, today, options }: ReturnType<typeof billingOf>,
  { partyId, receipt, isAll, approval = '' }: Chosen,
): Promise<Typed> {
  const party = await findBillParty(tx, businessId, partyId)
  const lines = firstOf(await receiptLinesToBill(tx, businessId, partyId), receipt)
  const taxes = await taxesOf(tx, businessId, { party, lines, today })
  const theirs = lines.find((line) => line.receiptId === receipt)
  const bought = await boughtOnApproval(tx, businessId, { approvalId: approval, partyId: party.id })
  const rate = fineRate(await currentRates(tx, businessId, options.at), 'gold')
  const rows = lines.map((line, row) =>
    freshReceived(line, row, {
      left: leftToBill(line),
      rateBp: taxes.get(line.itemId) ?? 0,
      isTaken: isAll || line.receiptId === receipt,
    }),
  )
  return {
    ...{ id: newId(), party_id: party.id, on_date: asTyped(today), basis: 'rupees', metal: 'gold' },
    ...(bought.length > 0 && { approval }),
    their_number: theirs?.theirNumber ?? '',
    their_date: asTyped(theirs?.theirDate ?? today),
    ...(rate !== undefined && { metal_rate: plainDecimal(rate) }),
    ...Object.assign({}, ...rows, ...bought.map(freshBought)),
    ...(bought.length > 0 && { rows: String(bought.length) }),
  }
}

/** Those of the receipt that was asked for, then those that wait longest. */
function firstOf(all: readonly ReceiptLine[], receipt: string | undefined): ReceiptLine[] {
  const first = all.filter((line) => line.receiptId === receipt)
  return [...first, ...all.filter((line) => line.receiptId !== receipt)].slice(0, mostReceived)
}

/** Who has no GSTIN charges no tax. */
async function taxesOf(
  tx: Tx,
  businessId: string,
  { party, lines, today }: { party: BillParty; lines: readonly ReceiptLine[]; today: IsoDate },
): Promise<ReadonlyMap<string, number>> {
  if (!party.hasGstin) return new Map()
  return ratesOf(tx, businessId, { itemIds: lines.map(({ itemId }) => itemId), onDate: today })
}

/** "2026-11-21" as people write it. */
export const asTyped = (date: IsoDate): string => date.split('-').reverse().join('/')
