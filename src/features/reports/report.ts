import type { TProperties } from '@fastify/type-provider-typebox'
import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import type { Permission, Role } from '../../core/permissions.ts'
import type { Milli } from '../../core/quantity.ts'
import type { Mg } from '../../core/weight.ts'
import type { Tx } from '../../db/tenant.ts'
import type { FieldView, Fig, LinkView, SelectView } from '../../web/components.views.ts'
import type { FormFields } from '../../web/form-fields.ts'
import type { Locale, Translate, WordKey } from '../../words/index.ts'
import type { Between, PresetName } from './period.rules.ts'
import type { ReportChart } from './report-chart.ts'

/** What one column holds: it decides how a cell is aligned, shown and written to a sheet. */
export type ColumnKind = 'text' | 'date' | 'money' | 'drcr' | 'count' | 'quantity' | 'weight' | 'percent' | 'change'

export interface Column {
  readonly name: string
  readonly head: string
  readonly kind: ColumnKind
  /** Left out on phones. */
  readonly isExtra?: boolean
  /** Left out on tablets; a phone that folds its rows has it. */
  readonly isWide?: boolean
  /** Left out of a table in which it says nothing. */
  readonly isSpare?: boolean
  /** Sheets write the notes of this column into one of their own under this head; else in brackets behind the text. */
  readonly noteHead?: string
  /** The note stands behind the text where there is room for it, else below. */
  readonly isPair?: boolean
}

/**
 * `drcr` is signed, above zero a debit, and shown with its side; `money` is shown with its sign. A quantity stands before its
 * unit ('' for none), a weight is in grams, a percentage in tenths, a change in hundredths of a percent and shown with its
 * sign. Null is an empty cell.
 * The note of a text stands below it in small, on the screen and on paper.
 */
export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly note?: string; readonly href?: string }
  | { readonly kind: 'date'; readonly date: IsoDate; readonly href?: string }
  | { readonly kind: 'money' | 'drcr'; readonly amount: Paise; readonly href?: string }
  | { readonly kind: 'count'; readonly count: number; readonly href?: string }
  | { readonly kind: 'quantity'; readonly amount: Milli; readonly unit: string; readonly href?: string }
  | { readonly kind: 'weight'; readonly weight: Mg; readonly href?: string }
  | { readonly kind: 'percent'; readonly tenths: bigint; readonly href?: string }
  | { readonly kind: 'change'; readonly bp: bigint; readonly href?: string }
  | null

/**
 * A group is set bold and opens what is set in below it; a subtotal is ruled once above, a total once above and twice below.
 * A note is what was brought or carried forward.
 */
export interface Row {
  /** How deep the first cell is set in. */
  readonly level: number
  readonly kind: 'line' | 'group' | 'subtotal' | 'total' | 'note'
  /** One for each column, in their order. */
  readonly cells: readonly Cell[]
}

/** Something that the reader of a report must know, said above it. */
export interface ReportAlert {
  readonly tone: 'good' | 'warn' | 'bad'
  readonly text: string
  readonly href?: string
}

export interface Report {
  readonly title: string
  /** What it covers, as people read it: "1 Apr 2026 to 21 Nov 2026" or "as of 21 Nov 2026". */
  readonly note: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** The figures to see first, four at most. */
  readonly figs?: readonly Fig[]
  readonly alerts?: readonly ReportAlert[]
  /** Drawn above the rows of the first page, on the screen and on paper. */
  readonly chart?: ReportChart | undefined
  /** Other pages that go on from here. */
  readonly links?: readonly LinkView[]
  /** Its paper lies across this time, for the columns of a comparison. */
  readonly isLandscape?: boolean
  /** What is said where it has no rows. */
  readonly empty?: { readonly title: string; readonly text: string }
  /** Where the next page begins (`writeCursor`), for those that are read page by page. */
  readonly next?: string | undefined
}

/** For whom a report is made. */
export interface ReportReader {
  readonly t: Translate
  readonly locale: Locale
  readonly zone: string
  readonly role: Role
}

/** What is asked of a report. Of one that is of a day, `from` is the first day of that day's financial year. */
export interface Asked extends Between {
  readonly comparison: Between | undefined
  readonly today: IsoDate
  /** The month in which the financial year begins, 4 for April. */
  readonly startMonth: number
  /** The report's own fields by their name; '' where none was given. */
  readonly own: Readonly<Record<string, string>>
  /**
   * Which part of a paged report. A screen shows one page after another, each with what was brought forward; a sheet or a
   * paper (`isScreen` false) is read to its end in parts, of which the first begins and the last ends it.
   */
  readonly page: { readonly after: string | undefined; readonly limit: number; readonly isScreen: boolean }
}

/** Where a report stands on the page of all reports. */
export type ReportGroup = 'days' | 'statements' | 'dues' | 'tax' | 'registers' | 'stock' | 'purchases' | 'profit'

/** A report: what it is called, what one can ask of it, and how it is made. `reportRoutes` gives it its pages. */
export interface ReportDefinition {
  /** Names its files: 'trial-balance'. */
  readonly name: string
  /** One that ends with `/:id` is of the thing of that id, which `own.id` has. */
  readonly url: string
  /** Where it leads back to; otherwise to all reports. */
  readonly above?: { readonly href: string; readonly title: WordKey }
  readonly permission: Permission
  /** A second permission, for what shows sales beside costs: who lacks either sees nothing of it. */
  readonly alsoNeeds?: Permission
  readonly group: ReportGroup
  readonly title: WordKey
  /** One line: what it answers. */
  readonly answers: WordKey
  /** From one day to another, or at the end of a day. */
  readonly dates: 'period' | 'as-of'
  /** What it shows when no dates were asked for. */
  readonly usual: PresetName
  /** The choices of dates; otherwise those that suit `dates`. */
  readonly presets?: readonly PresetName[]
  /** Whether it can stand beside an earlier period. */
  readonly compares: boolean
  /** Its paper always lies across. */
  readonly isLandscape?: boolean
  /** Names that its address takes besides dates, comparison and page: optional strings with a `maxLength`. */
  readonly query?: TProperties
  /** The form's fields for these names. */
  readonly filters?: (tx: Tx, businessId: string, fields: FormFields, reader: ReportReader) => Promise<ReportFilters>
  /** Throws NotFound for an account or party that is not there, Refusal for what cannot be. */
  readonly build: (tx: Tx, businessId: string, asked: Asked, reader: ReportReader) => Promise<Report>
  /**
   * Its statements are planned once a connection, where that takes as long as running them: each must find its way without
   * knowing the values.
   */
  readonly keepsPlans?: boolean
}

export interface ReportFilters {
  readonly selects: readonly SelectView[]
  readonly fields: readonly FieldView[]
}
