import { milli, quantity } from '../../../core/quantity.ts'
import type {
  AreaView,
  FieldView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import { type FormFields, formFields } from '../../../web/form-fields.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ItemBatch } from '../../batches/index.ts'
import type { BranchChoice } from '../making/making.queries.ts'
import { batchField } from '../making/making.views.ts'
import type { Typed } from '../movements.schema.ts'
import { unitText } from '../movements.words.ts'
import type { Kit } from './kits.queries.ts'
import { sidesOf } from './kits.rules.ts'

export interface AssemblyView {
  summary: SummaryView
  head: TitleView
  ways: TabsView
  way: 'make' | 'break'
  id: string
  kitId: string
  parts: readonly { name: string; quantity: string; share: string }[]
  branch: SelectView
  kits: FieldView
  /** Only where kits are made. */
  extra: FieldView | undefined
  /** Of items that have batches: which goes, and which it comes in. */
  batches: readonly { name: string; selects: readonly SelectView[]; fields: readonly FieldView[] }[]
  note: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/assembly': AssemblyView
  }
}

export interface AssemblyOf {
  kit: Kit
  branches: readonly BranchChoice[]
  branchId: string
  /** Of what goes, as the branch has them. */
  batches: readonly ItemBatch[]
  way: 'make' | 'break'
  typed: Typed
  errors: FieldErrors
}

export function assemblyView(reader: { t: Translate; locale: Locale }, of: AssemblyOf): AssemblyView {
  const { t } = reader
  const { kit, branches, branchId, way, typed, errors } = of
  const f = formFields(t, { values: { ...typed, branch: branchId }, errors })
  const here = (one: string) => `/stock/assemblies/new?kit=${kit.itemId}&way=${one}`
  return {
    summary: f.summary(['kits']),
    head: {
      title: t('movements.assembly.of', { name: kit.name }),
      note: '',
      back: { href: '/stock/kits', text: t('movements.kits.title') },
      badge: undefined,
    },
    ways: {
      label: t('movements.way'),
      tabs: (['make', 'break'] as const).map((one) => ({
        ...{ href: here(one), text: t(`movements.way.${one}`), isCurrent: one === way },
      })),
    },
    way,
    id: typed['id'] ?? '',
    kitId: kit.itemId,
    parts: kit.parts.map(({ name, quantity: each, unit, shareBp }) => ({
      name,
      quantity: `${quantity(each)} ${unitText(t, unit)}`,
      share: shareBp === 0 ? '' : `${quantity(milli(BigInt(shareBp) * 10n))} %`,
    })),
    branch: f.select(
      'branch',
      'shell.branch',
      branches.map(({ id, name }) => ({ value: id, text: name })),
    ),
    kits: f.number('kits', 'movements.kits.count', { suffix: unitText(t, kit.unit), maxlength: 20, isFirst: true }),
    extra:
      way === 'make'
        ? f.money('extra', 'movements.extra', { isOptional: true, hint: 'movements.extra.hint' })
        : undefined,
    batches: batchRows(reader, f, of),
    note: f.area('note', 'movements.note', { rows: 2, maxlength: 500, isOptional: true }),
  }
}

function batchRows(
  reader: { t: Translate; locale: Locale },
  f: FormFields,
  { kit, batches, way, errors }: AssemblyOf,
): AssemblyView['batches'] {
  const { goes, comes } = sidesOf(kit, way, milli(1000n))
  const going = goes.flatMap(({ itemId, name, isBatched }, row) => {
    const field = `out.${row}.batch`
    const own = batches.filter((batch) => batch.itemId === itemId)
    const asks = isBatched && (own.length > 0 || errors[field])
    return asks ? [{ name, selects: [batchField(reader, f, field, own)], fields: [] }] : []
  })
  const coming = comes.flatMap(({ name, isBatched }, row) => {
    const number = f.text(`in.${row}.number`, 'movements.batch.given', {
      ...({ maxlength: 60, width: 'w-m', isOptional: true, hint: 'movements.batch.given.hint' } as const),
    })
    const expires = f.date(`in.${row}.expires`, 'batches.expires', { isOptional: true })
    return isBatched ? [{ name, selects: [], fields: [number, expires] }] : []
  })
  return [...going, ...coming]
}
