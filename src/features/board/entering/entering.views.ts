import { type Metal, metals } from '../../../core/metal.ts'
import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { type FormFields, formFields } from '../../../web/form-fields.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import {
  type BoardChoices,
  baseOf,
  type CurrentRate,
  changeBp,
  type RateGrams,
  type Side,
  showRate,
  sides,
} from '../board.rules.ts'
import { beyondName, headOf, momentOf, purityName, type Reader, unitText } from '../board.views.ts'
import type { NewRate, RateReason } from '../rates.commands.ts'
import type { TypedRates } from './entering.form.ts'

export interface EnteringView extends EntryView {
  head: TitleView
  summary: SummaryView
  /** Of the entry. */
  id: string
  /** The instant of the rates that are shown, as ISO. */
  seen: string
}

/** The part of the form that is worked out anew as one types. */
export interface EntryView {
  /** What was worked out and waits to be looked at; empty for nothing. */
  notice: string
  jumps: { word: string; lines: readonly string[]; error: string } | undefined
  sellHead: string
  buyHead: string
  groups: readonly EntryGroup[]
  isAll: boolean
  /** There are purities that are not on the board. */
  hasOthers: boolean
}

interface EntryGroup {
  metal: string
  derive: { id: string; name: string; text: string; isChosen: boolean } | undefined
  rows: readonly { id: string; name: string; fineness: string; cells: readonly EntryCell[] }[]
}

interface EntryCell {
  field: FieldView
  label: string
  shownName: string
  shown: string
  last: string
  lastWhen: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'board/new': EnteringView
    'board/_entry': EntryView
  }
}

export interface EntryOf {
  id: string
  seenAt: Date
  board: readonly CurrentRate[]
  choices: BoardChoices
  typed: TypedRates
  errors?: FieldErrors
  /** Rates that moved far, and the word by which a person says that they are right. */
  jumps?: { rates: readonly NewRate[]; word: string }
  isNotice?: boolean
}

export function enteringView(reader: Reader, of: EntryOf): EnteringView {
  const { t } = reader
  const errors = { ...of.errors, ...(of.jumps ? { sure: sureSaid } : {}) }
  const f = formFields(t, { values: {}, errors })
  return {
    ...entryView(reader, of),
    head: headOf(t, t('board.set'), t('board.set.note', { unit: unitText(t, of.choices.grams) })),
    summary: f.summary(),
    id: of.id,
    seen: of.seenAt.toISOString(),
  }
}

const sureSaid: Said = { key: 'board.refusal.jump' }

export function entryView(reader: Reader, of: EntryOf): EntryView {
  const { t } = reader
  const { board, typed, errors = {} } = of
  const shown = board.filter(({ isOnBoard, purityId }) => typed.isAll || isOnBoard || hasError(errors, purityId))
  const first = shown[0]?.purityId
  const f = formFields(t, { values: valuesOf(typed), errors })
  return {
    notice: of.isNotice ? t('board.workedOut') : '',
    jumps: jumpsView(reader, of),
    sellHead: t('board.sellHead'),
    buyHead: t('board.buyHead'),
    groups: metals
      .map((metal) => groupOf(reader, of, metal, { f, first, shown: shown.filter((one) => one.metal === metal) }))
      .filter(({ rows }) => rows.length > 0),
    isAll: typed.isAll,
    hasOthers: !typed.isAll && board.some(({ isOnBoard }) => !isOnBoard),
  }
}

const hasError = (errors: FieldErrors, purityId: string): boolean =>
  sides.some((side) => errors[`${side}.${purityId}`] !== undefined)

const valuesOf = ({ pairs }: TypedRates): Record<string, string> =>
  Object.fromEntries([...pairs].flatMap(([id, pair]) => sides.map((side) => [`${side}.${id}`, pair[side]])))

interface Drawn {
  f: FormFields
  first: string | undefined
  shown: readonly CurrentRate[]
}

function groupOf(reader: Reader, of: EntryOf, metal: Metal, { f, first, shown }: Drawn): EntryGroup {
  const { t } = reader
  const base = baseOf(of.board, metal)
  const isOne = of.board.filter((one) => one.metal === metal).length < 2
  return {
    metal: t(`board.metal.${metal}`),
    derive:
      base && !isOne
        ? {
            id: `derive-${metal}`,
            name: `derive.${metal}`,
            text: t('board.derive', { name: base.name }),
            isChosen: of.typed.derived.has(metal),
          }
        : undefined,
    rows: shown.map((rate) => ({
      id: rate.purityId,
      name: purityName(t, rate),
      fineness: beyondName(rate.name, rate.fineness),
      cells: sides.map((side) => cellOf(reader, of, rate, side, { f, isFirst: rate.purityId === first })),
    })),
  }
}

function cellOf(
  reader: Reader,
  { choices, typed }: EntryOf,
  rate: CurrentRate,
  side: Side,
  { f, isFirst }: { f: FormFields; isFirst: boolean },
): EntryCell {
  const { t } = reader
  const { purityId: id } = rate
  const [last, from] = side === 'sell' ? [rate.sell, rate.sellFrom] : [rate.buy, rate.buyFrom]
  const pair = typed.pairs.get(id)
  const options = { maxlength: 16, ...(isFirst && side === 'sell' && { isFirst: true }) }
  return {
    field: f.number(`${side}.${id}`, side === 'sell' ? 'board.sell' : 'board.buy', options),
    label: t(side === 'sell' ? 'board.sellOf' : 'board.buyOf', { name: purityName(t, rate) }),
    shownName: `shown-${side}.${id}`,
    shown: (side === 'sell' ? pair?.shownSell : pair?.shownBuy) ?? '',
    last: last === null ? '' : showRate(last, choices.grams),
    lastWhen: from === null ? '' : momentOf(reader, from),
  }
}

function jumpsView({ t }: Reader, { jumps, board, choices }: EntryOf): EntryView['jumps'] {
  if (!jumps) return undefined
  const said = jumps.rates.flatMap(({ purityId, side, rate }) => {
    const found = board.find((one) => one.purityId === purityId)
    const last = found?.[side] ?? null
    if (!found || last === null) return []
    const name = t(side === 'sell' ? 'board.sellOf' : 'board.buyOf', { name: purityName(t, found) })
    const [from, to] = [last, rate].map((one) => showRate(one, choices.grams))
    return [t('board.jump', { name, from: from ?? '', to: to ?? '', change: changeText(changeBp(rate, last)) })]
  })
  return { word: jumps.word, lines: said, error: t(sureSaid.key) }
}

/** 3230 → "+32 %", -1250 → "−13 %" */
export const changeText = (bp: number): string => `${bp < 0 ? '−' : '+'}${Math.round(Math.abs(bp) / 100)} %`

/** What a refused rate is told, at its field; jumps are told together. */
export function errorsOf(reasons: readonly RateReason[], { grams }: BoardChoices): FieldErrors {
  const told = reasons.flatMap((reason) => {
    const said = saidOf(reason, grams)
    return said ? [[`${reason.side}.${reason.purityId}`, said] as const] : []
  })
  return Object.fromEntries(told)
}

function saidOf(reason: RateReason, grams: RateGrams): Said | undefined {
  switch (reason.problem) {
    case 'jump':
      return undefined
    case 'unknown':
      return { key: 'board.refusal.unknown' }
    case 'changed':
      return { key: 'board.refusal.changed', values: { by: reason.by, rate: showRate(reason.last, grams) } }
    case 'buy-over-sell':
      return { key: 'board.refusal.buy-over-sell', values: { sell: showRate(reason.sell, grams) } }
  }
}
