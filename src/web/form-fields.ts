import type { Said, Translate, WordKey } from '../words/index.ts'
import type {
  AreaView,
  CheckView,
  ChoicesView,
  FieldView,
  OptionView,
  SelectView,
  SummaryView,
} from './components.views.ts'

/** What a person typed, and what is wrong with it. */
export interface Typed {
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, Said | undefined>>
}

/** A choice whose text is already in the reader's language. */
export interface Choice {
  value: string
  text: string
}

/** The options of a list's filter, 'any' first: what is called by its name sends its id. */
export const optionsOf = (any: string, of: readonly { id: string; name: string }[], chosen: string): OptionView[] =>
  [{ id: '', name: any }, ...of].map(({ id, name }) => ({ value: id, text: name, isChosen: id === chosen }))

interface Labels {
  hint?: WordKey
}
type FieldOptions = Labels &
  Partial<
    Pick<FieldView, 'autocomplete' | 'maxlength' | 'width' | 'prefix' | 'suffix' | 'isOptional' | 'isFirst' | 'list'>
  >
type AreaOptions = Labels & Partial<Pick<AreaView, 'rows' | 'maxlength' | 'width' | 'isOptional'>>
type SelectOptions = Labels & Partial<Pick<SelectView, 'width' | 'isOptional'>>

export interface FormFields {
  text(name: string, label: WordKey, options?: FieldOptions): FieldView
  money(name: string, label: WordKey, options?: FieldOptions): FieldView
  /** A weight, quantity or percentage; give the unit as `suffix`. */
  number(name: string, label: WordKey, options?: FieldOptions): FieldView
  /** Takes 5/4, +3 and today, so it is a text field. */
  date(name: string, label: WordKey, options?: FieldOptions): FieldView
  phone(name: string, label: WordKey, options?: FieldOptions): FieldView
  email(name: string, label: WordKey, options?: FieldOptions): FieldView
  /** What was typed is never sent back. */
  password(name: string, label: WordKey, options?: FieldOptions): FieldView
  area(name: string, label: WordKey, options?: AreaOptions): AreaView
  select(name: string, label: WordKey, choices: readonly Choice[], options?: SelectOptions): SelectView
  /** Chosen when the typed value is the one it sends, 'yes'. */
  check(name: string, label: WordKey, options?: Labels): CheckView
  radios(name: string, label: WordKey, choices: readonly Choice[], options?: Labels): ChoicesView
  /** Links to every wrong field, in the order of `order`, then the rest. */
  summary(order?: readonly string[]): SummaryView
}

/** Makes the models of a form's fields from what was typed and what is wrong with it. */
export function formFields(t: Translate, { values, errors }: Typed): FormFields {
  const labelled = (name: string, label: WordKey, { hint }: Labels) => {
    const id = idOf(name)
    const error = errors[name]
    const ids = [hint && `${id}-h`, error && `${id}-e`].filter((part) => part !== undefined)
    return {
      id,
      name,
      label: t(label),
      hint: hint ? t(hint) : '',
      error: error ? t(error.key, error.values) : '',
      describedBy: ids.join(' '),
    }
  }
  const field = (
    name: string,
    label: WordKey,
    options: FieldOptions = {},
    usual: Partial<FieldView> = {},
  ): FieldView => ({
    ...plainField,
    value: values[name] ?? '',
    ...usual,
    ...given(options),
    ...labelled(name, label, options),
  })
  const chosenOf = (name: string, choices: readonly Choice[]): OptionView[] =>
    choices.map(({ value, text }) => ({ value, text, isChosen: value === (values[name] ?? '') }))
  return {
    text: (name, label, options) => field(name, label, options),
    money: (name, label, options) => field(name, label, options, { ...numeric, prefix: '₹' }),
    number: (name, label, options) => field(name, label, options, numeric),
    date: (name, label, options) => field(name, label, options, { width: 'w-s' }),
    phone: (name, label, options) =>
      field(name, label, options, { type: 'tel', inputmode: 'tel', prefix: '+91', width: 'w-m' }),
    email: (name, label, options) => field(name, label, options, { type: 'email', inputmode: 'email' }),
    password: (name, label, options) => field(name, label, options, { type: 'password', value: '' }),
    area: (name, label, options = {}) => ({
      ...plainArea,
      value: values[name] ?? '',
      ...given(options),
      ...labelled(name, label, options),
    }),
    select: (name, label, choices, options = {}) => ({
      ...plainSelect,
      ...given(options),
      ...labelled(name, label, options),
      options: chosenOf(name, choices),
    }),
    check: (name, label, options = {}) => ({
      ...labelled(name, label, options),
      value: 'yes',
      isChosen: values[name] === 'yes',
    }),
    radios: (name, label, choices, options = {}) => ({
      ...labelled(name, label, options),
      type: 'radio',
      options: chosenOf(name, choices).map((option, at) => ({ ...option, id: idOfChoice(name, at) })),
    }),
    summary: (order = []) => summary(t, errors, order),
  }
}

const plainField = {
  type: 'text',
  inputmode: '',
  autocomplete: 'off',
  maxlength: '',
  width: 'w-form',
  prefix: '',
  suffix: '',
  isNumber: false,
  isOptional: false,
  isFirst: false,
} as const
const numeric = { isNumber: true, inputmode: 'decimal', width: 'w-m' } as const
const plainArea = { rows: 3, maxlength: '', width: 'w-form', isOptional: false } as const
const plainSelect = { width: 'w-m', isOptional: false } as const

/** A name may hold brackets and dots, an id of ours not. The first choice of a group has the id of its name. */
const idOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9-]+/g, '-')
const idOfChoice = (name: string, at: number): string => (at === 0 ? idOf(name) : `${idOf(name)}-${at}`)

function given<T extends Labels>({ hint: _hint, ...rest }: T): Omit<T, 'hint'> {
  return rest
}

function summary(t: Translate, errors: Typed['errors'], order: readonly string[]): SummaryView {
  const names = [...new Set([...order, ...Object.keys(errors)])]
  const links = names.flatMap((name) => {
    const error = errors[name]
    return error ? [{ href: `#${idOf(name)}`, text: t(error.key, error.values) }] : []
  })
  return { prefix: links.length > 0 ? `${t('shell.errorTitle')} ` : '', links }
}
