import { denominations } from '../../../core/denominations.ts'
import { type Paise, paise, rupees, subtract, zero } from '../../../core/money.ts'
import { showInstant } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { BarView } from '../../papers/index.ts'
import { cashRows, coinText, leftAfter, slipText, tenderText } from '../closing/closing.views.ts'
import type { SessionRow } from '../closing/sessions.queries.ts'
import { readFigures } from './slip.figures.ts'

interface Line {
  label: string
  value: string
  kind: '' | 'b' | 'big' | 'due'
}

/** The slip of a till's close, for a roll of 80 mm. */
export interface TillSlipView {
  title: string
  bar: BarView | undefined
  shop: string
  sellerLines: readonly string[]
  facts: readonly Line[]
  cash: readonly Line[]
  coins: readonly Line[]
  result: readonly Line[]
  reason: string
  goes: readonly Line[]
  modes: readonly Line[]
  unmatched: readonly { title: string; rows: readonly string[] }[]
  persons: readonly Line[]
  chain: { line: string; hash: readonly string[] }
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/till-slip': TillSlipView
  }
}

interface SlipOf {
  session: SessionRow
  shop: string
  sellerLines: readonly string[]
  zone: string
  bar?: BarView
}

export function tillSlipView(
  { t, locale }: { t: Translate; locale: Locale },
  { session, shop, sellerLines, zone, bar }: SlipOf,
): TillSlipView {
  const figures = readFigures(session.figures)
  const { expected, counted, difference, bank, safe, closedAt, counts } = session
  const at = (instant: Date | null) => (instant ? showInstant(locale, zone, instant) : '')
  return {
    title: t('tills.slip.title', { till: session.tillName }),
    bar,
    shop,
    sellerLines,
    facts: [
      line(t('tills.slip.number'), String(session.number), 'b'),
      line(t('tills.openedAt'), at(session.openedAt)),
      line(t('tills.by'), session.openedByName),
      line(t('tills.closedAt'), at(closedAt), 'b'),
      line(t('tills.by'), session.closedByName),
      ...(counts > 1 ? [line(t('tills.counts'), String(counts))] : []),
    ],
    cash: [
      ...cashRows(t, session, figures).map(({ label, value }) => line(label, value)),
      money(t('tills.expected'), expected, 'b'),
    ],
    coins: coinLines(t, session),
    result: [money(t('tills.counted'), counted, 'big'), differenceLine(t, difference ?? zero)],
    reason: session.reason,
    goes: [
      ...[money(t('tills.toBank'), bank), money(t('tills.toSafe'), safe)].filter(({ value }) => value !== rupees(zero)),
      money(t('tills.leftNow'), leftAfter(counted ?? zero, bank ?? zero, safe ?? zero), 'b'),
    ],
    modes: figures.modes
      .filter(({ book, slips }) => book !== zero || slips !== zero)
      .flatMap(({ mode, book, slips }) => [
        money(t('tills.slip.book', { mode: t(`shell.mode.${mode}`) }), book),
        money(t('tills.slip.slips', { mode: t(`shell.mode.${mode}`) }), slips),
        ...(book === slips ? [] : [money(t('tills.off'), subtract(slips, book), 'b')]),
      ]),
    unmatched: [
      {
        title: t('tills.loose', { count: figures.loose.length }),
        rows: figures.loose.map((slip) => slipText(t, slip)),
      },
      {
        title: t('tills.missing', { count: figures.missing.length }),
        rows: figures.missing.map((one) => tenderText(t, one)),
      },
    ].filter(({ rows }) => rows.length > 0),
    persons: figures.persons.flatMap(({ name, cash, upi, card, other }) => [
      line(name, '', 'b'),
      ...[
        money(t('shell.mode.cash'), cash),
        money(t('shell.mode.upi'), upi),
        money(t('shell.mode.card'), card),
        money(t('tills.other'), other),
      ].filter(({ value }) => value !== rupees(zero)),
    ]),
    chain: {
      line: t('tills.slip.chain', { seq: String(session.auditSeq ?? '') }),
      hash: session.auditHash.match(/.{1,16}/g) ?? [],
    },
  }
}

function coinLines(t: Translate, { coins }: SessionRow): Line[] {
  return denominations.flatMap(({ name, value, kind }) => {
    const count = coins.find((one) => one.name === name)?.count ?? 0
    if (count === 0) return []
    const what =
      kind === 'coin' && name !== 'coin-half'
        ? t('tills.coinOf', { value: coinText(t, name, value) })
        : coinText(t, name, value)
    return [money(`${what} × ${count}`, paise(value * BigInt(count)))]
  })
}

function differenceLine(t: Translate, difference: Paise): Line {
  if (difference === zero) return line(t('tills.difference'), t('tills.even'), 'b')
  return line(difference < 0n ? t('tills.short') : t('tills.over'), rupees(difference), 'b')
}

const line = (label: string, value: string, kind: Line['kind'] = ''): Line => ({ label, value, kind })
const money = (label: string, amount: Paise | null, kind: Line['kind'] = ''): Line =>
  line(label, rupees(amount ?? zero), kind)
