import type { Parsed } from '../../../words/parsed.ts'
import type { ItemOfMany } from '../../items/index.ts'
import type { Picked } from '../imports.fields.ts'
import { pickedOfItem } from './changes.rules.ts'
import { type ItemContext, type ItemRow, readItem } from './item-row.ts'

export interface ItemChange {
  readonly after: ItemOfMany
  /** The opening stock that the texts speak of. */
  readonly opening: ItemRow['opening']
}

/** An item with other texts in some of its fields, judged by its own form as if a person had written over them. */
export function itemWith(item: ItemOfMany, texts: Picked, context: ItemContext): Parsed<ItemChange> {
  const row = { ...pickedOfItem(item, context.classes), ...texts, kind: item.kind === 'service' ? 'service' : 'goods' }
  const parsed = readItem(row, context)
  if (!parsed.ok) return parsed
  const { facts, opening } = parsed.value
  return { ok: true, value: { after: { ...facts, id: item.id }, opening } }
}
