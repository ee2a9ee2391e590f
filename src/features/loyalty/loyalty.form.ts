import { type IsoDate, parseDate } from '../../core/dates.ts'
import { asciiDigits } from '../../core/digits.ts'
import { parseRupees } from '../../core/money.ts'
import { parsePercent } from '../../core/percent.ts'
import { parseGrams } from '../../core/weight.ts'
import type { Said } from '../../words/index.ts'
import type { Parsed } from '../../words/parsed.ts'
import type { KeptScheme } from './points.facts.ts'

export const earnings = ['value', 'weight', 'none'] as const

type Errors = Record<string, Said>

export function parseScheme(typed: Readonly<Record<string, string>>, today: IsoDate): Parsed<KeptScheme> {
  const errors: Errors = {}
  const of = (name: string) => (typed[name] ?? '').trim()
  const from = of('from') === '' ? today : parseDate(of('from'), today)
  if (from === undefined) errors['from'] = { key: 'fields.date' }
  else if (from < today) errors['from'] = { key: 'loyalty.from.past' }
  const earnBy = earnings.find((one) => one === of('earn_by'))
  if (!earnBy) errors['earn_by'] = { key: 'fields.choose' }
  const per = earnBy === 'none' ? 1n : earnBy === 'weight' ? parseGrams(of('per')) : parseRupees(of('per'))
  if (per === undefined || per <= 0n) errors['per'] = { key: 'fields.amount.positive' }
  const pointValue = parseRupees(of('point_value'))
  if (pointValue === undefined || pointValue <= 0n) errors['point_value'] = { key: 'fields.amount.positive' }
  const minRedeem = whole(of('min_redeem') || '0', 'min_redeem', errors)
  const maxRedeemBp = parsePercent(of('max_redeem'))
  if (!maxRedeemBp) errors['max_redeem'] = { key: 'loyalty.maxRedeem.wrong' }
  const days = of('expiry') === '' ? null : Number(whole(of('expiry'), 'expiry', errors))
  if (days !== null && !errors['expiry'] && (days < 1 || days > 36_500)) errors['expiry'] = { key: 'loyalty.whole' }
  if (Object.keys(errors).length > 0 || !from || !earnBy || !per || !pointValue || !maxRedeemBp)
    return { ok: false, errors }
  return { ok: true, value: { from, earnBy, per, pointValue, minRedeem, maxRedeemBp, expiresAfterDays: days } }
}

export function parseAdjustment(
  typed: Readonly<Record<string, string>>,
): Parsed<{ readonly points: bigint; readonly reason: string }> {
  const errors: Errors = {}
  const [text, reason] = [asciiDigits((typed['points'] ?? '').trim()), (typed['reason'] ?? '').trim()]
  const points = /^[+-]?\d{1,9}$/.test(text) ? BigInt(text.replace('+', '')) : 0n
  if (points === 0n) errors['points'] = { key: 'loyalty.whole' }
  if (reason === '') errors['reason'] = { key: 'loyalty.adjust.reason.needed' }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value: { points, reason } }
}

function whole(text: string, name: string, errors: Errors): bigint {
  const digits = asciiDigits(text)
  if (/^\d{1,9}$/.test(digits)) return BigInt(digits)
  errors[name] = { key: 'loyalty.whole' }
  return 0n
}
