import { NotFound } from '../../core/errors.ts'
import { type Goods, noGoods } from '../../core/goods.ts'
import type { Paise } from '../../core/money.ts'
import type { Milli } from '../../core/quantity.ts'
import type { Mct, Mg } from '../../core/weight.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import type { MovementEvent, MovementForm, MovementHead, MovementLine } from './movements.types.ts'

export interface Movement {
  head: MovementHead
  lines: MovementLine[]
  events: MovementEvent[]
}

/** A movement with its lines and what befell it. Throws NotFound, also for one of another list. */
export async function findMovement(
  tx: Tx,
  businessId: string,
  { id, forms }: { id: string; forms: readonly MovementForm[] },
): Promise<Movement> {
  const [[head], lines, events] = await together([
    named<MovementHead>(tx, headById, [businessId, id]),
    named<LineRow>(tx, linesOf, [businessId, id]),
    named<MovementEvent>(tx, eventsOf, [businessId, id]),
  ])
  if (!head || !forms.includes(head.form)) throw new NotFound(`no movement ${id}`)
  return { head, lines: lines.map(lineOf), events }
}

/** The same, with the movement locked until the transaction ends: before all goods (TRUST.md section 1, rule 3). */
export async function lockMovement(
  tx: Tx,
  businessId: string,
  asked: { id: string; forms: readonly MovementForm[] },
): Promise<Movement> {
  await named(tx, headLocked, [businessId, asked.id])
  return findMovement(tx, businessId, asked)
}

interface LineRow extends Omit<MovementLine, 'goods' | 'open'> {
  quantity: Milli
  pieces: number
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
  value: Paise
  openMilli: Milli
  openPieces: number
  openGross: Mg
  openNet: Mg
  openFine: Mg
  openCarat: Mct
  openValue: Paise
}

function lineOf(row: LineRow): MovementLine {
  const { quantity, pieces, gross, net, fine, carat, value, ...others } = row
  const { openMilli, openPieces, openGross, openNet, openFine, openCarat, openValue, ...rest } = others
  const open: Goods = {
    ...noGoods,
    ...{ quantity: openMilli, pieces: openPieces, gross: openGross, net: openNet, fine: openFine },
    ...{ carat: openCarat, value: openValue },
  }
  return { ...rest, goods: { quantity, pieces, gross, net, fine, carat, value }, open }
}

const headById = {
  name: 'movements.head',
  text: `
    select m.id, m.form, m.state, m.branch_id as "branchId", b.name as "branchName", m.to_branch_id as "toBranchId",
      (select t.name from branch t where t.business_id = m.business_id and t.id = m.to_branch_id) as "toBranchName",
      m.to_counter as "toCounter", m.party_id as "partyId",
      (select p.name from party p where p.business_id = m.business_id and p.id = m.party_id) as "partyName",
      m.document_id as "documentId", d.number, m.on_date as "onDate", m.due_on as "dueOn", m.note, m.value_paise as value, m.figures,
      m.asked_by as "askedBy", m.asked_by_name as "askedByName", m.asked_at as "askedAt", m.closed_by_name as "closedByName",
      m.closed_at as "closedAt", m.closed_reason as "closedReason"
    from movement m
    join branch b on b.business_id = m.business_id and b.id = m.branch_id
    left join document d on d.business_id = m.business_id and d.id = m.document_id
    where m.business_id = $1 and m.id = $2`,
}

const headLocked = {
  name: 'movements.lock',
  text: 'select id from movement where business_id = $1 and id = $2 for update',
}

const linesOf = {
  name: 'movements.lines',
  text: `
    select line, side, item_id as "itemId", piece_id as "pieceId", lot_id as "lotId", batch_id as "batchId", words, about, hsn, unit,
      quantity_milli as quantity, pieces, gross_mg as gross, net_mg as net, fine_mg as fine, carat_mct as carat, value_paise as value,
      reason, credit_paise as credit, open_milli as "openMilli", open_pieces as "openPieces", open_gross_mg as "openGross",
      open_net_mg as "openNet", open_fine_mg as "openFine", open_carat_mct as "openCarat", open_paise as "openValue",
      outcome, outcome_note as "outcomeNote"
    from movement_line where business_id = $1 and movement_id = $2 order by line`,
}

const eventsOf = {
  name: 'movements.events',
  text: `
    select kind, words, amount, voucher_id as "voucherId", by_name as "byName", at
    from movement_event where business_id = $1 and movement_id = $2 order by id`,
}
