import { financialYear, type IsoDate, parseDate } from '../../core/dates.ts'
import { parseRupees, zero } from '../../core/money.ts'
import type { Said } from '../../words/index.ts'
import type { Parsed } from '../../words/parsed.ts'
import { kinds, type StatementFilter, sides } from './statements.rules.ts'

export const filterNames = ['kind', 'side', 'moved', 'city', 'least', 'from', 'to'] as const
/** What was typed, by the name of its field. */
export type TypedFilter = Readonly<Partial<Record<(typeof filterNames)[number], string>>>

/** Without dates: this financial year up to today. */
export function parseFilter(typed: TypedFilter, today: IsoDate): Parsed<StatementFilter> {
  const errors: Record<string, Said> = {}
  const { from, to } = parseDays(typed, today, errors)
  const least = (typed.least ?? '').trim() === '' ? zero : parseRupees(typed.least ?? '')
  if (least === undefined) errors['least'] = { key: 'fields.amount' }
  else if (least < 0n) errors['least'] = { key: 'fields.amount.notNegative' }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  return {
    ok: true,
    value: {
      kind: kinds.find((one) => one === typed.kind) ?? 'all',
      side: sides.find((one) => one === typed.side) ?? 'any',
      isMoved: typed.moved === 'yes',
      city: (typed.city ?? '').trim().toLowerCase(),
      least: least ?? zero,
      from,
      to,
    },
  }
}

/** Reads the days of a period into `errors` and values; of a wrong one the value means nothing. */
export function parseDays(
  typed: { from?: string | undefined; to?: string | undefined },
  today: IsoDate,
  errors: Record<string, Said>,
): { from: IsoDate; to: IsoDate } {
  const read = (name: 'from' | 'to', usual: IsoDate): IsoDate => {
    const text = (typed[name] ?? '').trim()
    const day = text === '' ? usual : parseDate(text, today)
    if (day === undefined) errors[name] = { key: 'fields.date' }
    return day ?? usual
  }
  const to = read('to', today)
  const from = read('from', financialYear(to).from)
  if (Object.keys(errors).length === 0 && from > to) errors['to'] = { key: 'fields.date.order' }
  return { from, to }
}
