import type { FastifyRequest } from 'fastify'
import { type IsoDate, parseDate, todayIn } from '../../../core/dates.ts'
import { parseTouch } from '../../../core/metal.ts'
import { parseRupees, zero } from '../../../core/money.ts'
import { type Mg, mg, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { Said, WordKey } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { type AdjustmentRequest, adjustGoods } from '../adjusting/adjusting.commands.ts'
import { type CounterRequest, moveToCounter } from '../counters/counters.commands.ts'
import { type HallmarkRequest, sendToHallmark } from '../hallmarks/hallmarks.commands.ts'
import { type MeltingRequest, meltGoods } from '../melting/melting.commands.ts'
import type { Typed } from '../movements.schema.ts'
import { sendTransfer, type TransferRequest } from '../transfers/sending.commands.ts'
import { parseLines } from './lines.form.ts'
import type { MadeList } from './making.views.ts'

type Request =
  | { list: 'transfers'; request: TransferRequest }
  | { list: 'counters'; request: CounterRequest }
  | { list: 'adjustments'; request: AdjustmentRequest }
  | { list: 'meltings'; request: MeltingRequest }
  | { list: 'hallmarks'; request: HallmarkRequest }
export type Asked = Request & {
  /** The rows of the form that its lines stand in, and the field of what is about no line. */
  readonly rows: readonly number[]
  readonly field: string
}

/** What a form asks for, or what is wrong with it. */
export function parseMovement(list: MadeList, typed: Typed, request: FastifyRequest, clock: () => Date): Parsed<Asked> {
  const today = todayIn(clock(), acting(request).business.zone)
  const { lines, rows, errors } = parseLines(typed)
  const of = (name: string) => (typed[name] ?? '').trim()
  if (!isId(of('branch'))) errors['branch'] = { key: 'movements.refusal.noBranch' }
  const base = { id: of('id'), branchId: of('branch'), lines, note: of('note') }
  const asked = requestOf(list, base, { of, today, errors })
  if (Object.keys(errors).length > 0 || !asked) return { ok: false, errors }
  return { ok: true, value: { ...asked, rows, field: fields[list] } }
}

const fields: Readonly<Record<MadeList, string>> = {
  transfers: 'to_branch',
  counters: 'scan',
  adjustments: 'scan',
  meltings: 'out',
  hallmarks: 'scan',
}

interface Reading {
  of: (name: string) => string
  today: IsoDate
  errors: Record<string, Said>
}

function requestOf(list: MadeList, base: AdjustedBase, { of, today, errors }: Reading): Request | undefined {
  switch (list) {
    case 'transfers': {
      if (!isId(of('to_branch'))) errors['to_branch'] = { key: 'movements.refusal.noBranch' }
      return { list, request: { ...base, toBranchId: of('to_branch') } }
    }
    case 'counters': {
      if (of('counter') === '') errors['counter'] = { key: 'movements.refusal.noCounter' }
      return { list, request: { ...base, counter: of('counter') } }
    }
    case 'adjustments':
      return { list, request: { ...base, givesCreditBack: of('gives_credit_back') === 'yes' } }
    case 'hallmarks': {
      const dueOn = parseDate(of('due_on'), today)
      if (dueOn === undefined) errors['due_on'] = { key: 'fields.date' }
      else if (dueOn < today) errors['due_on'] = { key: 'orders.refusal.duePast' }
      return dueOn === undefined ? undefined : { list, request: { ...base, partyId: of('party_id'), dueOn } }
    }
    case 'meltings':
      return { list, request: { ...base, ...meltingOf(of, errors) } }
  }
}

type AdjustedBase = Pick<AdjustmentRequest, 'id' | 'branchId' | 'lines' | 'note'>

function meltingOf(of: Reading['of'], errors: Reading['errors']) {
  const out: Mg = parseGrams(of('out')) ?? mg(0n)
  if (out <= 0n) errors['out'] = { key: 'movements.refusal.noWeight' }
  const fineness = parseTouch(of('touch'))
  if (fineness === undefined) errors['touch'] = { key: 'lots.problem.touch' }
  if (!isId(of('lot'))) errors['lot'] = { key: 'movements.refusal.noLot' }
  const allowance = /^\d{1,2}(\.\d{1,2})?$/.exec(of('allowance') || '0')
  if (!allowance) errors['allowance'] = { key: 'movements.refusal.allowance' }
  const stonesValue = of('stones_value') === '' ? zero : parseRupees(of('stones_value'))
  if (stonesValue === undefined || stonesValue < 0n) errors['stones_value'] = { key: 'fields.amount' }
  const stones = isId(of('stones_lot')) ? { lotId: of('stones_lot'), value: stonesValue ?? zero } : null
  const allowanceBp = Math.round(Number(allowance?.[0] ?? 0) * 100)
  return { lotId: of('lot'), out, fineness: fineness ?? 0, allowanceBp, stones }
}

/** Does what was asked, and says what the next page tells. */
export async function makeMovement(
  tx: Tx,
  businessId: string,
  asked: Asked,
  request: FastifyRequest,
  clock: () => Date,
): Promise<WordKey> {
  const { business } = acting(request)
  const actor = actorOf(request, clock)
  const onDate = todayIn(clock(), business.zone)
  switch (asked.list) {
    case 'transfers':
      await sendTransfer(tx, businessId, asked.request, actor, onDate)
      return 'movements.transfers.done'
    case 'counters':
      await moveToCounter(tx, businessId, asked.request, actor, onDate)
      return 'movements.counters.done'
    case 'adjustments': {
      const isOwner = business.role === 'owner'
      const { isWaiting } = await adjustGoods(tx, businessId, asked.request, actor, { onDate, isOwner })
      return isWaiting ? 'movements.adjustments.waits' : 'movements.adjustments.done'
    }
    case 'meltings':
      await meltGoods(tx, businessId, asked.request, actor, onDate)
      return 'movements.meltings.done'
    case 'hallmarks':
      await sendToHallmark(tx, businessId, asked.request, actor, onDate)
      return 'movements.hallmarks.done'
  }
}
