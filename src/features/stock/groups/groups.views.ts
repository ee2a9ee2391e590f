import { addMonths, daysBetween, type IsoDate, monthStart } from '../../../core/dates.ts'
import { type Paise, sum, wholeRupees, zero } from '../../../core/money.ts'
import { grams, type Mg, mg, noWeight, sumMg } from '../../../core/weight.ts'
import type { Fig, OptionView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showCount } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import { placesOf } from '../levels/levels.views.ts'
import { type Place, stockTabs } from '../standing/stock-tabs.ts'
import type { PurityName } from './groups.queries.ts'
import type { TallyKind, TallyRow } from './tally.queries.ts'

export interface GroupsView {
  head: TitleView
  screens: TabsView
  figs: readonly Fig[]
  branch: readonly OptionView[]
  hasBranches: boolean
  seesCost: boolean
  groups: readonly GroupView[]
  isEmpty: boolean
  empty: VoidView
}

interface GroupView {
  id: string
  title: string
  first: string
  rows: readonly {
    id: string
    name: string
    href: string
    pieces: string
    gross: string
    net: string
    fine: string
    value: string
  }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'stock/groups': GroupsView
  }
}

type Reader = { t: Translate; today: IsoDate }

interface Shown {
  rows: readonly TallyRow[]
  purities: readonly PurityName[]
  branches: readonly Place[]
  branchId: string | undefined
}

export function groupsView(
  reader: Reader,
  { rows, purities, branches, branchId }: Shown,
  { seesCost, isJeweller }: { seesCost: boolean; isJeweller: boolean },
): GroupsView {
  const { t } = reader
  const of = (kind: TallyKind) => rows.filter((row) => row.kind === kind)
  const groups = [
    { id: 'by-counter', title: t('levels.byCounter'), first: t('pieces.counter'), named: countersOf(t, of('counter')) },
    {
      id: 'by-purity',
      title: t('levels.byPurity'),
      first: t('articles.purity'),
      named: puritiesOf(of('purity'), purities),
    },
    { id: 'by-weight', title: t('levels.byWeight'), first: t('pieces.weight'), named: weightsOf(t, of('weight')) },
    { id: 'by-age', title: t('levels.byAge'), first: t('levels.age'), named: agesOf(reader, of('month')) },
  ]
  return {
    head: { title: t('levels.groups'), note: t('levels.groups.note'), back: undefined, badge: undefined },
    screens: stockTabs(t, '/stock/groups', { isJeweller }),
    figs: figsOf(t, of('counter'), seesCost),
    branch: placesOf(t, branches, branchId),
    hasBranches: branches.length > 1,
    seesCost,
    groups: groups.map(({ named, ...group }) => ({ ...group, rows: named.map((row) => rowOf(group.id, row)) })),
    isEmpty: rows.length === 0,
    empty: {
      icon: 'gem',
      title: t('pieces.empty'),
      text: t('pieces.empty.help'),
      action: { href: '/pieces', text: t('pieces.title') },
    },
  }
}

interface Named extends Omit<TallyRow, 'kind' | 'groupKey'> {
  name: string
  href: string
}

const piecesHref = (asked: Record<string, string>): string => `/pieces?${new URLSearchParams(asked)}`

const countersOf = (t: Translate, rows: readonly TallyRow[]): Named[] =>
  rows.map((row) => ({
    ...row,
    name: row.groupKey || t('levels.noCounter'),
    href: row.groupKey ? piecesHref({ counter: row.groupKey }) : '',
  }))

const puritiesOf = (rows: readonly TallyRow[], purities: readonly PurityName[]): Named[] =>
  purities.flatMap(({ id, name }) =>
    rows.filter(({ groupKey }) => groupKey === id).map((row) => ({ ...row, name, href: piecesHref({ purity: id }) })),
  )

/** As the tally keeps them: each begins at so many milligrams. */
const weights = [0n, 2000n, 5000n, 10_000n, 20_000n, 50_000n, 100_000n]

function weightsOf(t: Translate, rows: readonly TallyRow[]): Named[] {
  return weights.flatMap((from, at) => {
    const row = rows.find(({ groupKey }) => groupKey === String(from))
    if (!row) return []
    const to = weights[at + 1]
    const least = grams(mg(from))
    // The list of pieces takes the heaviest weight in: a milligram less than the next band begins with.
    const most = to === undefined ? {} : { most: grams(mg(to - 1n)).replaceAll(',', '') }
    const name =
      to === undefined
        ? t('levels.weight.over', { from: short(from) })
        : t('levels.weight', { from: short(from), to: short(to) })
    return [{ ...row, name, href: piecesHref({ least: least.replaceAll(',', ''), ...most }) }]
  })
}

const short = (weight: bigint): string => String(weight / 1000n)

/** By full months: what came this month, one or two months ago, and so on. */
const ages = [
  { name: 'new', from: 0, to: 0 },
  { name: 'months1', from: 1, to: 2 },
  { name: 'months3', from: 3, to: 5 },
  { name: 'months6', from: 6, to: 11 },
  { name: 'years1', from: 12, to: 23 },
  { name: 'years2', from: 24, to: Number.POSITIVE_INFINITY },
] as const

function agesOf({ t, today }: Reader, rows: readonly TallyRow[]): Named[] {
  return ages.flatMap(({ name, from, to }) => {
    const own = rows.filter(({ groupKey }) => {
      const months = monthsBetween(groupKey, today)
      return (months >= from || from === 0) && months <= to
    })
    return own.length === 0
      ? []
      : [{ ...total(own), name: t(`levels.age.${name}`), href: piecesHref({ age: daysOf(today, from, to) }) }]
  })
}

/** The same months as days since a piece came, as the list of pieces is asked. */
function daysOf(today: IsoDate, from: number, to: number): string {
  const month = (ago: number) => addMonths(monthStart(today), -ago)
  const least = from === 0 ? 0 : daysBetween(month(from - 1), today) + 1
  return `${least}-${Number.isFinite(to) ? daysBetween(month(to), today) : ''}`
}

const monthsBetween = (month: string, today: IsoDate): number =>
  (Number(today.slice(0, 4)) - Number(month.slice(0, 4))) * 12 + Number(today.slice(5, 7)) - Number(month.slice(5, 7))

const total = (rows: readonly TallyRow[]): { pieces: number; gross: Mg; net: Mg; fine: Mg; value: Paise } => ({
  pieces: rows.reduce((count, row) => count + row.pieces, 0),
  gross: sumMg(rows.map(({ gross }) => gross)),
  net: sumMg(rows.map(({ net }) => net)),
  fine: sumMg(rows.map(({ fine }) => fine)),
  value: sum(rows.map(({ value }) => value)),
})

function figsOf(t: Translate, rows: readonly TallyRow[], seesCost: boolean): Fig[] {
  const all =
    rows.length === 0 ? { pieces: 0, gross: noWeight, net: noWeight, fine: noWeight, value: zero } : total(rows)
  const plain = { unit: '', note: '', tone: '' } as const
  return [
    { ...plain, label: t('pieces.title'), value: showCount(all.pieces) },
    { ...plain, label: t('pieces.gross'), value: grams(all.gross), unit: t('pieces.g') },
    { ...plain, label: t('pieces.net'), value: grams(all.net), unit: t('pieces.g') },
    { ...plain, label: t('pieces.fine'), value: grams(all.fine), unit: t('pieces.g') },
    ...(seesCost
      ? [{ ...plain, label: t('levels.value'), value: `₹${wholeRupees(all.value)}`, note: t('levels.atCost') }]
      : []),
  ]
}

const rowOf = (group: string, row: Named): GroupView['rows'][number] => ({
  id: `${group}-${row.name.replaceAll(/\W+/g, '-')}`,
  name: row.name,
  href: row.href,
  pieces: showCount(row.pieces),
  gross: grams(row.gross),
  net: grams(row.net),
  fine: grams(row.fine),
  value: wholeRupees(row.value),
})
