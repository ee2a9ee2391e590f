import type { ChequeStep } from '../../../core/cheque.ts'
import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { MoveRequest } from './moving.commands.ts'

export interface MovingFields {
  id: string
  account: string
  on_date: string
  reason: string
  charges: string
  recovered: string
  gst: string
  gst_supply: string
}

export function parseMoving(
  fields: MovingFields,
  { chequeId, step }: { chequeId: string; step: ChequeStep },
  { today, mayBackdate }: { today: IsoDate; mayBackdate: boolean },
): Parsed<MoveRequest> {
  const errors: Record<string, Said> = {}
  const onDate = fields.on_date.trim() === '' ? today : parseDate(fields.on_date, today)
  if (onDate === undefined) errors['on_date'] = { key: 'fields.date' }
  else if (onDate < today && !mayBackdate) errors['on_date'] = { key: 'payments.refusal.backDate' }
  const isTakenBack = step === 'bounce' || step === 'return' || step === 'cancel'
  if (isTakenBack && fields.reason.trim() === '') errors['reason'] = { key: 'cheques.refusal.reason' }
  if (step === 'deposit' && fields.account === '') errors['account'] = { key: 'cheques.refusal.bank' }
  const charges = readAmount('charges', fields.charges, errors)
  const recovered = readAmount('recovered', fields.recovered, errors)
  const gst = readAmount('gst', fields.gst, errors)
  if (onDate === undefined || Object.keys(errors).length > 0) return { ok: false, errors }
  const isBounce = step === 'bounce'
  return {
    ok: true,
    value: {
      id: fields.id,
      chequeId,
      step,
      onDate,
      accountId: step === 'deposit' ? fields.account : null,
      reason: isTakenBack ? fields.reason.trim() : '',
      charges: isBounce ? charges : zero,
      recovered: isBounce ? recovered : zero,
      gst:
        isBounce && gst > 0n ? { amount: gst, supply: fields.gst_supply === 'inter' ? 'inter' : 'intra' } : undefined,
    },
  }
}

/** Blank is nothing. */
function readAmount(name: string, text: string, errors: Record<string, Said>): Paise {
  if (text.trim() === '') return zero
  const amount = parseRupees(text)
  if (amount === undefined) errors[name] = { key: 'fields.amount' }
  else if (amount < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return amount ?? zero
}
