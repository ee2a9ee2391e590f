import { hasCardNumber } from '../../../core/card-number.ts'
import type { ChequeDirection } from '../../../core/cheque.ts'
import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { asciiDigits } from '../../../core/digits.ts'
import { parseRupees } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { ChequeRequest } from './taking.commands.ts'

export interface TakingFields {
  id: string
  party_id: string
  number: string
  bank: string
  branch: string
  cheque_date: string
  amount: string
  on_date: string
  account: string
  rest_as: string
  note: string
  confirmed: string
}

/** Only what was sent is read, so that the same press means the same. */
export function parseTaking(
  fields: TakingFields,
  direction: ChequeDirection,
  { today, mayBackdate }: { today: IsoDate; mayBackdate: boolean },
): Parsed<ChequeRequest> {
  const errors: Record<string, Said> = {}
  const number = asciiDigits(fields.number).replaceAll(/\s/g, '')
  if (!/^[0-9]{6}$/.test(number)) errors['number'] = { key: 'cheques.refusal.number' }
  const bankName = fields.bank.trim()
  if (direction === 'received' && bankName === '') errors['bank'] = { key: 'cheques.refusal.bankName' }
  if (direction === 'issued' && fields.account === '') errors['account'] = { key: 'cheques.refusal.bank' }
  const chequeDate = parseDate(fields.cheque_date, today)
  if (chequeDate === undefined) errors['cheque_date'] = { key: 'fields.date' }
  const amount = parseRupees(fields.amount)
  if (amount === undefined) errors['amount'] = { key: 'fields.amount' }
  else if (amount <= 0n) errors['amount'] = { key: 'fields.amount.positive' }
  const onDate = fields.on_date.trim() === '' ? today : parseDate(fields.on_date, today)
  if (onDate === undefined) errors['on_date'] = { key: 'fields.date' }
  else if (onDate < today && !mayBackdate) errors['on_date'] = { key: 'payments.refusal.backDate' }
  if (hasCardNumber(fields.note)) errors['note'] = { key: 'fields.cardNumber' }
  if (chequeDate === undefined || amount === undefined || onDate === undefined || Object.keys(errors).length > 0)
    return { ok: false, errors }
  const said = { number, bankName, bankBranch: fields.branch.trim(), note: fields.note.trim() }
  return {
    ok: true,
    value: {
      id: fields.id,
      direction,
      partyId: fields.party_id,
      ...said,
      chequeDate,
      amount,
      onDate,
      accountId: direction === 'issued' ? fields.account : null,
      restAs: fields.rest_as === 'advance' ? 'advance' : 'on-account',
      isConfirmed: fields.confirmed === 'yes',
    },
  }
}
