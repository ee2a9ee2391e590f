import type { Actor } from '../../core/actor.ts'
import type { AccountRole } from '../../core/chart.ts'
import { financialYear, type IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import type { Goods } from '../../core/goods.ts'
import type { PostingLine } from '../../core/ledger.ts'
import { divRound, type Paise, paise, sum, zero } from '../../core/money.ts'
import { accountOf } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { hashOfRequest } from '../../db/request-hash.ts'
import type { Tx } from '../../db/tenant.ts'
import { accountsByRole, post, takeNumber } from '../books/index.ts'
import type { BranchHouse } from '../old-gold/index.ts'
import { insertDocument, type PartySnapshot } from '../sales/index.ts'
import { type LineToKeep, type MovementForm, type MovementState, paperOf } from './movements.types.ts'

export interface NewMovement {
  readonly id: string
  readonly form: MovementForm
  readonly state: MovementState
  readonly branchId: string
  readonly toBranchId?: string | null
  readonly toCounter?: string
  readonly partyId?: string | null
  readonly onDate: IsoDate
  readonly dueOn?: IsoDate | null
  readonly note: string
  /** What was asked for: the same id with the same answers with the first, with another is refused. */
  readonly asked: readonly unknown[]
}

/** Writes the movement's row, which holds its id until the transaction ends. False: it is there already, from the same request. */
export async function claim(tx: Tx, businessId: string, movement: NewMovement, actor: Actor): Promise<boolean> {
  if (actor.userId === null) throw new Error('goods are moved by a person')
  const { id, form, state, branchId, toBranchId = null, toCounter = '', partyId = null } = movement
  const { onDate, dueOn = null, note } = movement
  const hash = hashOfRequest([form, ...movement.asked])
  const made = await named<{ id: string }>(tx, movementInsert, [
    ...[businessId, id, form, state, branchId, toBranchId, toCounter, partyId, onDate, dueOn, note, hash],
    ...[actor.userId, actor.name, actor.at],
  ])
  if (made.length > 0) return true
  const [before] = await named<{ hash: string }>(tx, movementBefore, [businessId, id])
  if (before?.hash !== hash) throw new Refusal('sales.refusal.otherBody', {}, 409)
  return false
}

export interface MovementPaper {
  readonly id: string
  readonly form: MovementForm
  readonly house: BranchHouse
  readonly party: PartySnapshot
  readonly onDate: IsoDate
  readonly dueOn?: IsoDate | null
  readonly note: string
  readonly lines: readonly LineToKeep[]
}

/** Its paper, under the next number of the branch; the value is what the goods cost, and no tax is on it. */
export async function writePaper(
  tx: Tx,
  businessId: string,
  { id, form, house, party, onDate, dueOn, note, lines }: MovementPaper,
  actor: Actor,
): Promise<string> {
  const { kind, prefix } = paperOf(form)
  const fyLabel = financialYear(onDate, house.fyStartMonth).label
  const series = { documentKind: kind, branchId: house.branchId, fyLabel, defaultPrefix: prefix }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const heads = { cgst: zero, sgst: zero, igst: zero, cess: zero }
  const value = sum(lines.map(({ goods }) => goods.value))
  const totals = { gross: value, discount: zero, taxable: value, heads, beforeRounding: value, roundOff: zero }
  const decision = {
    ...{ kind: 'bill-of-supply' as const, onDate, dueOn: dueOn ?? onDate, placeOfSupply: party.state || house.state },
    ...{ supply: 'intra' as const, supplyReason: '', totals: { ...totals, payable: value }, cost: value, tenders: [] },
    ...{ change: zero, credit: zero, exchange: null, taken: [], warnings: [] },
    lines: lines.map((line) => ({
      ...{ itemId: line.itemId, description: line.words, hsn: line.hsn, unit: line.unit },
      ...{
        quantity: line.goods.quantity,
        price: priceOf(line.goods),
        priceIncludesTax: false,
        gross: line.goods.value,
      },
      ...{ discount: zero, taxable: line.goods.value, gstKind: 'taxable' as const, rateBp: 0, heads },
      ...{ total: line.goods.value, cost: line.goods.value, piece: null, approvedBy: null },
      ...{ salespersonId: null, commission: zero },
    })),
  }
  const document = {
    ...{ id, kind, seriesId, number, branchId: house.branchId, partyId: party.id, party, seller: house.seller },
    ...{ note, requestHash: '' },
  }
  await insertDocument(tx, businessId, document, decision, actor)
  return number
}

const priceOf = ({ value, quantity }: Goods): Paise => paise(divRound(value * 1000n, quantity, 'half-up'))

/** Who gets goods that stay in the house. */
export const nobody = (state: string): PartySnapshot => ({
  ...{ id: null, name: '', phone: '', email: '', gstin: '', state, address: '', locale: '' },
})

/** The lines of a movement, counted from `first`. */
export async function insertLines(
  tx: Tx,
  businessId: string,
  movementId: string,
  lines: readonly LineToKeep[],
): Promise<void> {
  if (lines.length === 0) return
  const of = (value: (line: LineToKeep) => unknown) => lines.map(value)
  const goods = (value: (goods: Goods) => unknown) => lines.map((line) => value(line.goods))
  const open = (value: (goods: Goods) => bigint) => lines.map((line) => (line.isOpen ? value(line.goods) : 0n))
  await named(tx, linesInsert, [
    ...[businessId, movementId, of(({ side }) => side), of(({ itemId }) => itemId), of(({ pieceId }) => pieceId)],
    ...[of(({ lotId }) => lotId), of(({ words }) => words), of(({ about }) => about), of(({ hsn }) => hsn)],
    ...[of(({ unit }) => unit), goods(({ quantity }) => quantity), goods(({ pieces }) => pieces)],
    ...[goods(({ gross }) => gross), goods(({ net }) => net), goods(({ fine }) => fine), goods(({ carat }) => carat)],
    ...[goods(({ value }) => value), of(({ reason = '' }) => reason), of(({ credit = zero }) => credit)],
    ...[open(({ quantity }) => quantity), open(({ pieces }) => BigInt(pieces)), open(({ gross }) => gross)],
    ...[open(({ net }) => net), open(({ fine }) => fine), open(({ carat }) => carat), open(({ value }) => value)],
    of(({ batchId = null }) => batchId),
  ])
}

export interface Finish {
  readonly id: string
  readonly state: MovementState
  readonly documentId?: string | null
  readonly onDate?: IsoDate
  readonly value?: Paise
  readonly figures?: Readonly<Record<string, string>>
  /** Why it ended, where it has ended. */
  readonly closed?: string
}

/** The movement's new state, with its paper and its value where it has them now. */
export async function finish(tx: Tx, businessId: string, change: Finish, actor: Actor): Promise<void> {
  const { id, state, documentId = null, onDate = null, value = null, figures = null, closed } = change
  await named(tx, movementFinish, [
    ...[businessId, id, state, documentId, onDate, value, figures && JSON.stringify(figures)],
    ...[closed === undefined ? null : actor.userId, closed === undefined ? null : actor.name],
    ...[closed === undefined ? null : actor.at, closed ?? null],
  ])
}

export interface NewEvent {
  readonly movementId: string
  readonly kind: string
  readonly words?: string
  readonly amount?: bigint
  readonly voucherId?: string | null
}

export async function writeEvent(tx: Tx, businessId: string, event: NewEvent, actor: Actor): Promise<void> {
  const { movementId, kind, words = '', amount = 0n, voucherId = null } = event
  await named(tx, eventInsert, [
    ...[businessId, newId(), movementId, kind, words, amount, voucherId, actor.userId, actor.name, actor.at],
  ])
}

export interface StockVoucher {
  readonly documentId: string
  readonly onDate: IsoDate
  readonly narration: string
  /** Above zero a debit; what comes to nothing is left out. */
  readonly amounts: readonly (readonly [AccountRole, Paise])[]
}

/** The voucher of goods that moved, or nothing where nothing is worth anything. Gives its id. */
export async function postStock(
  tx: Tx,
  businessId: string,
  { documentId, onDate, narration, amounts }: StockVoucher,
  actor: Actor,
): Promise<string | null> {
  const roles = await accountsByRole(tx, businessId)
  const totals = new Map<AccountRole, bigint>()
  for (const [role, amount] of amounts) totals.set(role, (totals.get(role) ?? 0n) + amount)
  const lines: PostingLine[] = [...totals]
    .filter(([, amount]) => amount !== 0n)
    .map(([role, amount]) => ({ accountId: accountOf(roles, role), commodity: 'INR', amount }))
  if (lines.length === 0) return null
  const id = newId()
  await post(tx, businessId, { id, kind: 'stock-journal', onDate, number: '', documentId, narration, lines }, actor)
  return id
}

const movementInsert = {
  name: 'movements.insert',
  text: `
    insert into movement (business_id, id, form, state, branch_id, to_branch_id, to_counter, party_id, on_date, due_on, note,
      request_hash, asked_by, asked_by_name, asked_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    on conflict (business_id, id) do nothing returning id`,
}

const movementBefore = {
  name: 'movements.before',
  text: 'select request_hash as hash from movement where business_id = $1 and id = $2',
}

const linesInsert = {
  name: 'movements.lines.insert',
  text: `
    insert into movement_line (business_id, movement_id, side, item_id, piece_id, lot_id, words, about, hsn, unit, quantity_milli, pieces,
      gross_mg, net_mg, fine_mg, carat_mct, value_paise, reason, credit_paise, open_milli, open_pieces, open_gross_mg, open_net_mg,
      open_fine_mg, open_carat_mct, open_paise, batch_id, line)
    select $1, $2, l.* from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::bigint[], $12::int[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::text[],
      $19::bigint[], $20::bigint[], $21::int[], $22::bigint[], $23::bigint[], $24::bigint[], $25::bigint[], $26::bigint[],
      $27::uuid[]) with ordinality as l`,
}

const movementFinish = {
  name: 'movements.finish',
  text: `
    update movement set state = $3, document_id = coalesce($4::uuid, document_id), on_date = coalesce($5::date, on_date),
      value_paise = coalesce($6::bigint, value_paise), figures = coalesce($7::jsonb, figures), closed_by = coalesce($8::uuid, closed_by),
      closed_by_name = coalesce($9::text, closed_by_name), closed_at = coalesce($10::timestamptz, closed_at),
      closed_reason = coalesce($11::text, closed_reason)
    where business_id = $1 and id = $2`,
}

const eventInsert = {
  name: 'movements.event.insert',
  text: `
    insert into movement_event (business_id, id, movement_id, kind, words, amount, voucher_id, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
}
