import type { CellView } from '../../../web/components.views.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { Typed } from './making.form.ts'

export interface ReceiptCellView extends CellView {
  isNumber: boolean
  title: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'goods-receipts/_cell': ReceiptCellView
  }
}

interface CellOf {
  name: string
  title: string
  item: string
  isNumber: boolean
}

export function cellOf(
  { name, title, item, isNumber }: CellOf,
  { typed, errors }: { typed: Typed; errors: FieldErrors },
  t: Translate,
): ReceiptCellView {
  const id = idOf(name)
  const describedBy = errors[name] ? `${id}-e` : ''
  return {
    ...{ id, name, title, isNumber, describedBy },
    value: typed[name] ?? '',
    label: t('goodsReceipts.cell', { what: title, item }),
  }
}

export const idOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9-]+/g, '-')

export function errorOf(t: Translate, errors: FieldErrors, name: string) {
  const error = errors[name]
  return error ? [{ id: `${idOf(name)}-e`, text: t(error.key, error.values) }] : []
}
