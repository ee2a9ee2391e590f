import { can, type Role } from '../../../core/permissions.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type { AreaView, FieldView, PagerView, SummaryView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { Typed } from '../movements.schema.ts'
import { unitText } from '../movements.words.ts'
import type { Kit, KitRow } from './kits.queries.ts'

/** So many parts a kit has at most. */
export const mostParts = 12

export interface KitsView {
  head: TitleView
  mayMake: boolean
  rows: readonly { id: string; href: string; name: string; parts: string; left: string; makeHref: string }[]
  empty: VoidView
  pager: PagerView
}

export interface KitFormView {
  summary: SummaryView
  head: TitleView
  action: string
  item: FieldView | undefined
  parts: readonly { item: FieldView; quantity: FieldView; share: FieldView }[]
  note: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/kits': KitsView
    'movements/kit-form': KitFormView
  }
}

export function kitsView(t: Translate, { rows, hasMore }: Page<KitRow>, role: Role): KitsView {
  const last = rows.at(-1)
  const mayMake = can(role, 'stock.move')
  return {
    head: {
      title: t('movements.kits.title'),
      note: t('movements.kits.about'),
      back: { href: '/stock/assemblies', text: t('movements.assemblies.title') },
      badge: undefined,
    },
    mayMake,
    rows: rows.map(({ itemId, name, unit, parts, left }) => ({
      id: itemId,
      href: mayMake ? `/stock/kits/${itemId}` : `/items/${itemId}`,
      name,
      parts: String(parts),
      left: `${quantity(left)} ${unitText(t, unit)}`,
      makeHref: mayMake ? `/stock/assemblies/new?kit=${itemId}` : '',
    })),
    empty: {
      icon: 'stock',
      title: t('movements.kits.empty'),
      text: t('movements.kits.about'),
      action: mayMake ? { href: '/stock/kits/new', text: t('movements.kits.new') } : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: '',
      earlierHref: hasMore && last ? `/stock/kits?after=${writeCursor([last.name, last.itemId])}` : '',
    },
  }
}

export function kitForm(
  t: Translate,
  { kit, typed, errors }: { kit: Pick<Kit, 'itemId' | 'name'> | undefined; typed: Typed; errors: FieldErrors },
): KitFormView {
  const f = formFields(t, { values: typed, errors })
  return {
    summary: f.summary(),
    head: {
      title: kit ? kit.name : t('movements.kits.new'),
      note: t('movements.kits.help'),
      back: { href: '/stock/kits', text: t('movements.kits.title') },
      badge: undefined,
    },
    action: kit ? `/stock/kits/${kit.itemId}` : '/stock/kits',
    item: kit
      ? undefined
      : f.text('item', 'movements.kits.item', { maxlength: 100, hint: 'movements.kits.item.hint', isFirst: true }),
    parts: Array.from({ length: mostParts }, (_, row) => ({
      item: f.text(`parts.${row}.item`, 'sales.item', { maxlength: 100, isOptional: row > 0 }),
      quantity: f.number(`parts.${row}.quantity`, 'movements.quantity', {
        maxlength: 20,
        width: 'w-s',
        isOptional: row > 0,
      }),
      share: f.number(`parts.${row}.share`, 'movements.kits.share', {
        maxlength: 6,
        width: 'w-s',
        suffix: '%',
        isOptional: true,
      }),
    })),
    note: f.area('note', 'movements.note', { rows: 2, maxlength: 500, isOptional: true }),
  }
}

/** A saved kit as its form was typed. */
export const typedKit = ({ note, parts }: Kit): Typed => ({
  note,
  ...Object.fromEntries(
    parts.flatMap(({ name, quantity: of, shareBp }, row) => [
      [`parts.${row}.item`, name],
      [`parts.${row}.quantity`, quantity(of)],
      [`parts.${row}.share`, shareBp === 0 ? '' : quantity(milli(BigInt(shareBp) * 10n))],
    ]),
  ),
})
