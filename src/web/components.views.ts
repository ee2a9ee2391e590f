import type { IconName } from './icons.ts'

export interface LinkView {
  href: string
  text: string
}

/** The left part of a page's head; the page puts its actions beside it. */
export interface TitleView {
  title: string
  /** The grey line under the title; empty for none. */
  note: string
  back: LinkView | undefined
  badge: BadgeView | undefined
}

export interface BadgeView {
  text: string
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'acc'
}

/** What stands where a list has no rows: what it is, why it is empty, one thing to do. */
export interface VoidView {
  icon: IconName
  title: string
  text: string
  action: LinkView | undefined
}

/** Keyset paging, newest first. An empty address means that there is no such page. */
export interface PagerView {
  shown: string
  laterHref: string
  earlierHref: string
}

export interface Fig {
  label: string
  value: string
  unit: string
  note: string
  tone: '' | 'good' | 'warn' | 'bad'
}

export interface KvRow {
  label: string
  value: string
  href: string
  /** `b` is bold; `sum` is the last row, ruled once above and twice below. */
  kind: 'plain' | 'b' | 'sum'
}

export interface TabsView {
  label: string
  tabs: readonly (LinkView & { isCurrent: boolean })[]
}

/** "There is a problem", with a link to each field. `prefix` begins the title of the page. */
export interface SummaryView {
  prefix: string
  links: readonly LinkView[]
}

export type Width = 'w-s' | 'w-m' | 'w-l' | 'w-form'

interface Said {
  id: string
  hint: string
  error: string
}

interface Labelled extends Said {
  name: string
  label: string
  describedBy: string
}

export interface FieldView extends Labelled {
  type: 'text' | 'password' | 'email' | 'tel' | 'search'
  value: string
  inputmode: '' | 'decimal' | 'numeric' | 'tel' | 'email'
  autocomplete: string
  /** Empty for no limit. */
  maxlength: number | ''
  width: Width
  /** What stands before or after the value inside the frame: ₹, +91, %. */
  prefix: string
  suffix: string
  /** Money, weight or quantity: end-aligned. */
  isNumber: boolean
  isOptional: boolean
  /** Takes the focus when the page opens; at most one on a page. */
  isFirst: boolean
  /** The id of a `datalist` that it offers. */
  list?: string
}

/** A field of a table: its column says what it is, and its label to who cannot see that. */
export interface CellView {
  id: string
  name: string
  label: string
  value: string
  describedBy: string
}

export interface AreaView extends Labelled {
  value: string
  rows: number
  maxlength: number | ''
  width: Width
  isOptional: boolean
}

export interface OptionView {
  value: string
  text: string
  isChosen: boolean
}

export interface SelectView extends Labelled {
  options: readonly OptionView[]
  width: Width
  isOptional: boolean
}

export interface CheckView extends Labelled {
  value: string
  isChosen: boolean
}

/** A group of radio buttons or check boxes under one legend. */
export interface ChoicesView extends Labelled {
  type: 'radio' | 'checkbox'
  options: readonly (OptionView & { id: string })[]
}

declare module './views.ts' {
  interface Views {
    'layouts/till': { body: string }
    'layouts/_head': object
    'layouts/_app-head': object
    'layouts/_foot': object
    'components/title': TitleView
    'components/badge': BadgeView
    'components/void': VoidView
    'components/pager': PagerView
    'components/figs': { figs: readonly Fig[] }
    'components/kv': { rows: readonly KvRow[]; isText: boolean }
    'components/tabs': TabsView
    'components/sidenav': TabsView
    'components/flash': { text: string }
    'components/summary': SummaryView
    'components/_said': Said
    'components/_input': FieldView
    'components/_options': { options: readonly OptionView[] }
    'components/field': FieldView
    'components/area': AreaView
    'components/select': SelectView
    'components/check': CheckView
    'components/choices': ChoicesView
  }
}
