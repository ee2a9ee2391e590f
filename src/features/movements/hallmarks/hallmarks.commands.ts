import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Paise, rupees, sum } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { findBranchHouse } from '../../old-gold/index.ts'
import { findParty } from '../../parties/index.ts'
import { lockPieces, movePieces } from '../../pieces/index.ts'
import { lockGoods } from '../goods/goods.facts.ts'
import { type AskedGoods, LineRefused, takeGoods } from '../goods/goods.taking.ts'
import { lockMovement, type Movement } from '../movements.queries.ts'
import type { MovementLine } from '../movements.types.ts'
import { claim, finish, insertLines, writeEvent, writePaper } from '../movements.writes.ts'
import { type HallmarkOptions, oweCharge } from './charge.commands.ts'

export interface HallmarkRequest {
  readonly id: string
  readonly branchId: string
  readonly partyId: string
  readonly dueOn: IsoDate
  readonly lines: readonly AskedGoods[]
  readonly note: string
}

const forms = ['hallmark'] as const

/**
 * Pieces go to an assaying centre under a challan for job work (CGST Act, section 143; Rules, 55): they stay the shop's, in
 * the state 'at-hallmark'. The same id once. Throws LineRefused, NotFound.
 */
export async function sendToHallmark(
  tx: Tx,
  businessId: string,
  asked: HallmarkRequest,
  actor: Actor,
  onDate: IsoDate,
): Promise<void> {
  const { id, branchId, partyId, dueOn, lines, note } = asked
  const party = await findParty(tx, businessId, partyId)
  const movement = {
    id,
    form: 'hallmark',
    state: 'out',
    branchId,
    partyId,
    onDate,
    dueOn,
    note,
    asked: [asked],
  } as const
  if (!(await claim(tx, businessId, movement, actor))) return
  const other = lines.findIndex(({ ref }) => ref.kind !== 'piece')
  if (other >= 0) throw new LineRefused(other, 'movements.refusal.onlyPieces')
  const house = await findBranchHouse(tx, businessId, branchId)
  const facts = await lockGoods(
    tx,
    businessId,
    branchId,
    lines.map(({ ref }) => ref),
  )
  const taken = takeGoods(facts, { branchId, lines }).map((line) => ({ ...line, side: 'same' as const }))
  const marked = taken.findIndex(({ piece }) => piece?.huid)
  if (marked >= 0)
    throw new LineRefused(marked, 'movements.refusal.marked', {
      tag: taken[marked]?.piece?.tag ?? '',
      huid: taken[marked]?.piece?.huid ?? '',
    })
  const { name, phone, email, gstin, state, locale } = party
  const to = { id: partyId, name, phone, email, gstin, state: state || house.state, address: '', locale }
  const number = await writePaper(
    tx,
    businessId,
    { id, form: 'hallmark', house, party: to, onDate, dueOn, note, lines: taken },
    actor,
  )
  const out = { from: ['in-stock'], to: 'at-hallmark', kind: 'hallmark-out', documentId: id, onDate } as const
  const value = sum(taken.map(({ goods }) => goods.value))
  await together([
    movePieces(
      tx,
      businessId,
      taken.flatMap(({ piece }) => piece ?? []),
      out,
      actor,
    ),
    insertLines(tx, businessId, id, taken),
    finish(tx, businessId, { id, state: 'out', documentId: id, value }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'hallmark-out', words: name, amount: value }, actor),
    audit(tx, businessId, actor, {
      action: 'hallmark.sent',
      entity: 'hallmark',
      entityId: id,
      after: { number, centre: name, pieces: taken.map(({ piece }) => piece?.tag).join(', '), due_on: dueOn },
    }),
  ])
}

/** What came of a piece: its HUID, or why it has none. */
export type Assayed = { readonly line: number } & (
  | { readonly huid: string; readonly rejected?: undefined }
  | { readonly rejected: string; readonly huid?: undefined }
)

export interface HallmarkReceipt {
  readonly id: string
  /** Of the voucher that the charge is owed by. */
  readonly voucherId: string
  readonly assayed: readonly Assayed[]
  /** Before tax; nothing where it is billed later. */
  readonly charge: Paise
  readonly billNumber: string
  readonly dueOn: IsoDate
  /** An expense of the day, or a part of what each piece costs. */
  readonly onto: 'expense' | 'cost'
}

/**
 * Pieces come back with their HUID, or rejected with a reason, and the centre's charge with its GST is owed to it. When all are
 * back, a charge may still come by itself. The same outcome again is once. Throws LineRefused for a HUID that another piece has or that was typed twice, and for a piece that
 * is back already with another outcome; what `enterVoucher` throws.
 */
export async function receiveFromHallmark(
  tx: Tx,
  businessId: string,
  asked: HallmarkReceipt,
  actor: Actor,
  { onDate, branchId }: HallmarkOptions,
): Promise<void> {
  const { id, assayed } = asked
  const found = await lockMovement(tx, businessId, { id, forms })
  const { head, lines } = found
  const rows = assayed.map((one) => ({ one, line: lineOf(lines, one) }))
  const open = rows.filter(({ line }) => line.outcome === '')
  if (rows.length === 0) return chargeLater(tx, businessId, found, asked, actor, { onDate, branchId })
  if (open.length === 0) return
  await refuseTaken(tx, businessId, open)
  const pieceIds = open.flatMap(({ line }) => line.pieceId ?? [])
  const pieces = await lockPieces(tx, businessId, pieceIds)
  const back = { from: ['at-hallmark'], to: 'in-stock', kind: 'hallmark-back', eventDocumentId: id, onDate } as const
  await movePieces(tx, businessId, pieces, back, actor)
  const marked = open.flatMap(({ one, line }) =>
    one.huid && line.pieceId ? [{ id: line.pieceId, huid: one.huid }] : [],
  )
  await together([
    named(tx, huidsSet, [businessId, marked.map((one) => one.id), marked.map(({ huid }) => huid), actor.at]),
    named(tx, linesAssayed, [
      ...[businessId, id, open.map(({ line }) => line.line)],
      ...[open.map(({ one }) => (one.huid ? 'marked' : 'rejected')), open.map(({ one }) => one.huid ?? one.rejected)],
    ]),
  ]).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new Refusal('movements.refusal.huidTaken', {}, 409) : error
  })
  const owing = { head, asked, pieceIds, onDate, branchId }
  const owed = await oweCharge(tx, businessId, owing, actor)
  const isAll = lines.every((line) => line.outcome !== '' || open.some((one) => one.line.line === line.line))
  const words = open.map(({ one, line }) => `${line.about.split(' · ')[0]}: ${one.huid ?? one.rejected}`).join(', ')
  await together([
    finish(tx, businessId, { id, state: isAll ? 'back' : 'out', ...(isAll && { closed: '' }) }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'hallmark-back', words, ...owed }, actor),
    audit(tx, businessId, actor, {
      action: 'hallmark.received',
      entity: 'hallmark',
      entityId: id,
      after: { number: head.number, pieces: words, charge: rupees(asked.charge), onto: asked.onto },
    }),
  ])
}

/** The centre's bill came after the pieces. Throws Refusal where some are still there, and where nothing is charged. */
async function chargeLater(
  tx: Tx,
  businessId: string,
  { head, lines, events }: Movement,
  asked: HallmarkReceipt,
  actor: Actor,
  options: HallmarkOptions,
): Promise<void> {
  const { id, voucherId, charge, onto } = asked
  if (lines.some(({ outcome }) => outcome === '')) throw new Refusal('movements.refusal.nothingBack')
  if (charge === 0n) throw new Refusal('fields.amount.positive')
  if (events.some((event) => event.voucherId === voucherId)) return
  const pieceIds = lines.flatMap(({ pieceId }) => pieceId ?? [])
  const owed = await oweCharge(tx, businessId, { head, asked, pieceIds, ...options }, actor)
  await together([
    writeEvent(tx, businessId, { movementId: id, kind: 'hallmark-charge', words: asked.billNumber, ...owed }, actor),
    audit(tx, businessId, actor, {
      action: 'hallmark.charged',
      entity: 'hallmark',
      entityId: id,
      after: { number: head.number, charge: rupees(charge), onto },
    }),
  ])
}

function lineOf(lines: readonly MovementLine[], { line: number, huid, rejected }: Assayed): MovementLine {
  const line = lines.find((one) => one.line === number)
  if (!line) throw new LineRefused(number, 'movements.refusal.gone')
  if (line.outcome !== '' && line.outcomeNote !== (huid ?? rejected))
    throw new LineRefused(number, 'movements.refusal.isBack', { tag: line.about.split(' · ')[0] ?? '' })
  return line
}

async function refuseTaken(
  tx: Tx,
  businessId: string,
  open: readonly { one: Assayed; line: MovementLine }[],
): Promise<void> {
  const huids = open.flatMap(({ one }) => one.huid ?? [])
  const there = await named<{ huid: string; tag: string }>(tx, huidsThere, [businessId, huids])
  for (const { one, line } of open) {
    const taken = there.find(({ huid }) => huid === one.huid)
    if (taken) throw new LineRefused(line.line, 'movements.refusal.huidOf', { ...taken })
    if (one.huid && huids.filter((huid) => huid === one.huid).length > 1)
      throw new LineRefused(line.line, 'movements.refusal.huidTwice', { huid: one.huid })
  }
}

const huidsThere = {
  name: 'movements.huids.there',
  text: `select huid, tag from piece where business_id = $1 and huid = any($2::text[]) and huid <> ''`,
}

const huidsSet = {
  name: 'movements.huids.set',
  text: `
    update piece p set huid = m.huid, version = p.version + 1, updated_at = $4
    from unnest($2::uuid[], $3::text[]) as m (id, huid) where p.business_id = $1 and p.id = m.id`,
}

const linesAssayed = {
  name: 'movements.lines.assayed',
  text: `
    update movement_line l set outcome = a.outcome, outcome_note = a.note
    from unnest($3::smallint[], $4::text[], $5::text[]) as a (line, outcome, note)
    where l.business_id = $1 and l.movement_id = $2 and l.line = a.line`,
}
