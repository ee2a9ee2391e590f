import { absolute, type Paise, rupees, sum, zero } from '../../../core/money.ts'
import type { BadgeView, OptionView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { accountName } from '../../../words/account-name.ts'
import { showInstant } from '../../../words/format.ts'
import type { Said, Translate } from '../../../words/index.ts'
import { problemSaid, type Reader } from '../imports.views.ts'
import { moreLines } from './gate.form.ts'
import type { Compared, Takeover } from './gate.queries.ts'
import { differenceOf, differing, imbalance } from './gate.rules.ts'

export interface GateView {
  summary: SummaryView
  head: TitleView
  isOpen: boolean
  finishedBy: string
  tone: 'good' | 'warn' | 'bad'
  verdict: string
  rows: readonly GateRow[]
  more: readonly { id: string; name: string; options: readonly OptionView[]; cells: Cells; error: string }[]
  totals: { debit: string; credit: string; ours: string; difference: string }
}

interface Cells {
  debit: CellView
  credit: CellView
}
export interface CellView {
  id: string
  name: string
  value: string
  label: string
  error: string
}
interface GateRow {
  id: string
  name: string
  cells: Cells
  /** The old books' figure, where nothing may be typed any more. */
  shown: { debit: string; credit: string }
  ours: string
  difference: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'imports/opening': GateView
    'imports/_amount': CellView
  }
}

export const gateBadge = (t: Translate, takeover: Takeover | undefined): BadgeView =>
  takeover?.finishedAt
    ? { text: t('imports.gate.finished'), tone: 'good' }
    : { text: t('imports.gate.open'), tone: 'warn' }

/** What stands in the form before anyone types. */
export const typedGate = (accounts: readonly Compared[]): Record<string, string> =>
  Object.fromEntries(
    accounts
      .filter(({ theirs }) => theirs !== 0n)
      .map(({ id, theirs }) => [`${theirs > 0n ? 'debit' : 'credit'}.${id}`, rupees(absolute(theirs))]),
  )

// Every shop has these, so that an empty page already says what belongs there.
const always = ['capital', 'cash', 'bank', 'stock', 'debtors', 'creditors']

interface Shown {
  accounts: readonly Compared[]
  takeover: Takeover | undefined
  problem: Said | undefined
}

export function gateView(reader: Reader, typed: Typed, { accounts, takeover, problem }: Shown): GateView {
  const { t, locale, zone } = reader
  const isOpen = !takeover?.finishedAt
  const isTyped = ({ id }: Compared): boolean => Boolean(typed.values[`debit.${id}`] || typed.values[`credit.${id}`])
  const isShown = (one: Compared): boolean =>
    one.theirs !== 0n || one.ours !== 0n || isTyped(one) || always.includes(one.role ?? '')
  const [shown, others] = [accounts.filter(isShown), accounts.filter((one) => !isShown(one))]
  const cell = (side: 'debit' | 'credit', at: string, account: string): CellView => {
    const name = `${side}.${at}`
    const error = typed.errors[name]
    return {
      id: name.replaceAll('.', '-'),
      name,
      value: typed.values[name] ?? '',
      label: account && t('imports.gate.of', { what: t(side === 'debit' ? 'shell.debit' : 'shell.credit'), account }),
      error: error ? t(error.key, error.values) : '',
    }
  }
  const cells = (at: string, account: string): Cells => ({
    debit: cell('debit', at, account),
    credit: cell('credit', at, account),
  })
  const { '': _whole, ...atFields } = typed.errors
  const verdict = problem
    ? { tone: 'bad' as const, verdict: problemSaid(reader, problem) }
    : verdictOf(reader, accounts, isOpen)
  return {
    summary: formFields(t, { values: typed.values, errors: atFields }).summary(),
    head: {
      title: t('imports.gate'),
      note: t('imports.gate.note'),
      back: { href: '/imports', text: t('imports.title') },
      badge: gateBadge(t, takeover),
    },
    isOpen,
    finishedBy: takeover?.finishedAt
      ? t('imports.gate.finishedBy', {
          name: takeover.finishedByName,
          when: showInstant(locale, zone, takeover.finishedAt),
        })
      : '',
    ...verdict,
    rows: shown.map((one) => ({
      id: one.id,
      name: accountName(t, one.name),
      cells: cells(one.id, accountName(t, one.name)),
      shown: {
        debit: one.theirs > 0n ? rupees(one.theirs) : '',
        credit: one.theirs < 0n ? rupees(absolute(one.theirs)) : '',
      },
      ours: drCr(t, one.ours),
      difference: drCr(t, differenceOf(one)),
    })),
    more: isOpen && others.length > 0 ? moreLines.map((at) => moreLine(t, typed, others, at, cells)) : [],
    totals: totalsOf(t, accounts),
  }
}

function moreLine(
  t: Translate,
  typed: Typed,
  others: readonly Compared[],
  at: number,
  cells: (at: string, account: string) => Cells,
): GateView['more'][number] {
  const name = `more.${at}`
  const error = typed.errors[name]
  const chosen = typed.values[name] ?? ''
  return {
    id: name.replaceAll('.', '-'),
    name,
    options: [{ id: '', name: t('shell.choose') }, ...others].map((one) => ({
      value: one.id,
      text: accountName(t, one.name),
      isChosen: one.id === chosen,
    })),
    // Each amount has its own label there, for the account is still to be chosen.
    cells: cells(`more${at}`, ''),
    error: error ? t(error.key, error.values) : '',
  }
}

function verdictOf({ t }: Reader, accounts: readonly Compared[], isOpen: boolean): Pick<GateView, 'tone' | 'verdict'> {
  const count = differing(accounts).length
  if (!isOpen && count > 0) return { tone: 'warn', verdict: t('imports.gate.changedSince') }
  if (accounts.every(({ theirs }) => theirs === 0n)) return { tone: 'warn', verdict: t('imports.gate.nothing') }
  const left = imbalance(accounts)
  if (left !== 0n)
    return { tone: 'warn', verdict: t('imports.gate.unbalanced', { amount: `₹ ${rupees(absolute(left))}` }) }
  if (count > 0) return { tone: 'warn', verdict: t('imports.gate.differs', { count }) }
  return { tone: 'good', verdict: t('imports.gate.equal') }
}

function totalsOf(t: Translate, accounts: readonly Compared[]): GateView['totals'] {
  const side = (isDebit: boolean): Paise =>
    sum(accounts.map(({ theirs }) => (theirs > 0n === isDebit ? absolute(theirs) : zero)))
  const [ours, theirs] = [sum(accounts.map((one) => one.ours)), sum(accounts.map((one) => one.theirs))]
  return {
    debit: rupees(side(true)),
    credit: rupees(side(false)),
    ours: drCr(t, ours),
    difference: drCr(t, differenceOf({ theirs, ours })),
  }
}

const drCr = (t: Translate, amount: Paise): string =>
  amount === 0n ? '' : `${rupees(absolute(amount))} ${t(amount > 0n ? 'shell.dr' : 'shell.cr')}`
