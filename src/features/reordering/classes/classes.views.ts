import { type Abc, abcs, type Xyz, xyzs } from '../../../core/abc-xyz.ts'
import { wholeRupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { quantity } from '../../../core/quantity.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type { OptionView, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { optionsOf } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { unitText } from '../../stock/index.ts'
import { type Named, reorderTabs } from '../reorder.tabs.ts'
import type { ClassCount, ClassRow } from './classes.queries.ts'

export interface ClassesView {
  head: TitleView
  screens: TabsView
  branch: readonly OptionView[]
  hasBranches: boolean
  isEmpty: boolean
  empty: VoidView
  heads: readonly { name: string; about: string }[]
  rows: readonly {
    name: string
    about: string
    cells: readonly { label: string; items: string; value: string; href: string; isCurrent: boolean }[]
  }[]
  list: ListView | undefined
}

interface ListView {
  title: string
  advice: string
  rows: readonly { href: string; name: string; week: string; variation: string; value: string }[]
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'reordering/classes': ClassesView
  }
}

interface Loaded {
  counts: readonly ClassCount[]
  branches: readonly Named[]
  list: { abc: Abc; xyz: Xyz; page: Page<ClassRow> } | undefined
}

type Asked = { branch: string; cell: string; after: string }

export function classesView(
  t: Translate,
  { counts, branches, list }: Loaded,
  { asked, isJeweller }: { asked: Asked; isJeweller: boolean },
): ClassesView {
  return {
    head: { title: t('reorder.classes'), note: t('reorder.classes.note'), back: undefined, badge: undefined },
    screens: reorderTabs(t, '/reorder/classes', { isJeweller }),
    branch: optionsOf(t('levels.anyBranch'), branches, asked.branch),
    hasBranches: branches.length > 1,
    isEmpty: counts.length === 0,
    empty: {
      icon: 'reports',
      title: t('reorder.classes.empty'),
      text: t('reorder.classes.empty.text'),
      action: undefined,
    },
    heads: xyzs.map((xyz) => ({ name: xyz, about: t(`reorder.xyz.${xyz}`) })),
    rows: abcs.map((abc) => ({
      name: abc,
      about: t(`reorder.abc.${abc}`),
      cells: xyzs.map((xyz) => cellOf(t, { abc, xyz, counts, asked })),
    })),
    list: list && listOf(t, list, asked),
  }
}

function cellOf(t: Translate, of: { abc: Abc; xyz: Xyz; counts: readonly ClassCount[]; asked: Asked }) {
  const { abc, xyz, counts, asked } = of
  const found = counts.find((one) => one.abc === abc && one.xyz === xyz)
  const cell = `${abc}${xyz}`
  return {
    label: cell,
    items: t('dashboard.items', { count: found?.items ?? 0, shown: String(found?.items ?? 0) }),
    value: found && found.value > 0n ? `₹${wholeRupees(found.value)}` : '',
    href: found ? hrefOf({ ...asked, cell, after: '' }) : '',
    isCurrent: asked.cell === cell,
  }
}

function listOf(t: Translate, { abc, xyz, page }: NonNullable<Loaded['list']>, asked: Asked): ListView {
  const last = page.rows.at(-1)
  return {
    title: `${abc}${xyz}`,
    advice: `${t(`reorder.abc.${abc}`)}, ${t(`reorder.xyz.${xyz}`)}`,
    rows: page.rows.map((row) => ({
      href: `/stock/${row.itemId}`,
      name: row.name,
      week: `${quantity(row.week)} ${unitText(t, { unit: row.unit, tracking: null })}`,
      variation: row.variation === null ? '' : `${percent(Number(row.variation))} %`,
      value: wholeRupees(row.value),
    })),
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: asked.after === '' ? '' : hrefOf({ ...asked, after: '' }),
      earlierHref:
        page.hasMore && last ? hrefOf({ ...asked, after: writeCursor([String(last.value), last.itemId]) }) : '',
    },
  }
}

const hrefOf = (asked: Readonly<Record<string, string>>): string =>
  `/reorder/classes?${new URLSearchParams(Object.entries(asked).filter(([, text]) => text !== ''))}`
