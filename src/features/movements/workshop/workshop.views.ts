import type { AreaView, FieldView, SelectView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { type FormFields, formFields } from '../../../web/form-fields.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type GoodsFacts, shownGoods } from '../goods/goods.facts.ts'
import { typedLines } from '../making/lines.form.ts'
import type { BranchChoice } from '../making/making.queries.ts'
import { type FormLine, formLine } from '../making/making.views.ts'
import type { Typed } from '../movements.schema.ts'
import { outText, type TypedOut, typedOuts } from './outs.form.ts'
import { madeField } from './workshop.makes.ts'

export interface WorkshopView {
  summary: SummaryView
  head: TitleView
  id: string
  help: string
  branch: SelectView
  scan: FieldView
  lines: readonly FormLine[]
  scanOut: FieldView
  outs: readonly FormLine[]
  loss: readonly FieldView[]
  note: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/workshop': WorkshopView
  }
}

export interface WorkshopOf {
  branches: readonly BranchChoice[]
  branchId: string
  goods: GoodsFacts
  typed: Typed
  errors: FieldErrors
  /** Which field was scanned into last. */
  at: 'scan' | 'scan_out'
}

export function workshopView(reader: { t: Translate; locale: Locale }, of: WorkshopOf): WorkshopView {
  const { t } = reader
  const { branches, branchId, goods, typed, errors, at } = of
  const f = formFields(t, { values: { ...typed, branch: branchId }, errors })
  return {
    summary: f.summary(['scan', 'scan_out']),
    head: {
      title: t('movements.workshop.new'),
      note: '',
      back: { href: '/stock/workshop', text: t('movements.workshop.title') },
      badge: undefined,
    },
    id: typed['id'] ?? '',
    help: t('movements.workshop.help'),
    branch: f.select(
      'branch',
      'shell.branch',
      branches.map(({ id, name }) => ({ value: id, text: name })),
    ),
    scan: f.text('scan', 'movements.scan', {
      ...{ maxlength: 100, hint: 'movements.scan.hint', isOptional: true, isFirst: at === 'scan' },
    }),
    lines: typedLines(typed).flatMap(({ row, ref }) => {
      const shown = shownGoods(goods, ref)
      const batches = goods.batches.filter(({ itemId }) => ref.kind === 'item' && itemId === ref.id)
      return shown ? [formLine(reader, f, { list: 'workshop', row, ref, shown, batches })] : []
    }),
    scanOut: f.text('scan_out', 'movements.workshop.outScan', {
      ...{ maxlength: 100, hint: 'movements.workshop.outScan.hint', isOptional: true, isFirst: at === 'scan_out' },
    }),
    outs: typedOuts(typed).flatMap((out) => outLine(t, f, goods, out)),
    loss: [
      f.number('loss', 'movements.workshop.lossNet', {
        ...{ suffix: t('pieces.g'), maxlength: 30, isOptional: true, hint: 'movements.workshop.lossNet.hint' },
      }),
      f.number('lost_stones', 'movements.workshop.lossStones', {
        suffix: t('pieces.ct'),
        maxlength: 30,
        isOptional: true,
      }),
      f.money('loss_cost', 'movements.workshop.lossCost', {
        ...{ isOptional: true, hint: 'movements.workshop.lossCost.hint' },
      }),
      f.money('extra', 'movements.workshop.extra', { isOptional: true, hint: 'movements.extra.hint' }),
    ],
    note: f.area('note', 'movements.note', {
      ...{ rows: 2, maxlength: 500, isOptional: true, hint: 'movements.workshop.note' },
    }),
  }
}

function outLine(t: Translate, f: FormFields, goods: GoodsFacts, { row, ref }: TypedOut): FormLine[] {
  const shown = shownGoods(goods, { kind: ref.kind === 'lot' ? 'lot' : 'item', id: ref.id })
  if (!shown) return []
  const name = (field: string) => madeField(row, field)
  const small = { maxlength: 30, width: 'w-s' } as const
  const grams = { ...small, suffix: t('pieces.g') }
  const gross = f.number(name('gross'), 'challans.gross', grams)
  const carat = f.number(name('carat'), 'movements.workshop.carat', {
    ...small,
    suffix: t('pieces.ct'),
    isOptional: true,
  })
  const cost = f.money(name('cost'), 'movements.workshop.cost', {
    ...{ ...small, width: 'w-m', isOptional: true, hint: 'movements.workshop.cost.hint' },
  })
  const line = { row, ref: outText(ref), name: shown.words, about: shown.about, selects: [] }
  if (ref.kind === 'item') {
    const count = f.number(name('quantity'), 'movements.quantity', small)
    return [{ ...line, fields: [count, ...batchFields(f, name, goods.items.get(ref.id)?.isBatched ?? false), cost] }]
  }
  if (ref.kind === 'lot') {
    const pieces = f.number(name('pieces'), 'challans.pieces', { ...small, maxlength: 6, isOptional: true })
    const net = f.number(name('net'), 'challans.net', { ...grams, isOptional: true })
    const isStones = goods.lots.get(ref.id)?.kind === 'stones'
    return [{ ...line, fields: isStones ? [carat, pieces, cost] : [gross, net, pieces, cost] }]
  }
  const stone = f.text(name('stone'), 'movements.workshop.stone', { ...small, maxlength: 60, isOptional: true })
  const rate = f.money(name('rate'), 'pieces.rate', { ...small, isOptional: true })
  const other = f.number(name('other'), 'movements.workshop.other', { ...grams, isOptional: true })
  const count = f.number(name('pieces'), 'movements.workshop.stoneCount', { ...small, maxlength: 6, isOptional: true })
  const about = t('movements.workshop.newPiece')
  const words = [
    f.text(name('size'), 'pieces.size', { ...small, isOptional: true }),
    f.text(name('counter'), 'pieces.counter', { ...small, isOptional: true }),
    f.text(name('huid'), 'pieces.huid', { ...small, maxlength: 12, isOptional: true }),
  ]
  return [{ ...line, about, fields: [gross, other, stone, carat, count, rate, ...words, cost] }]
}

const batchFields = (f: FormFields, name: (field: string) => string, isBatched: boolean): FieldView[] =>
  isBatched
    ? [
        f.text(name('number'), 'movements.batch.given', { maxlength: 40, width: 'w-s', isOptional: true }),
        f.date(name('expires'), 'batches.expires', { isOptional: true }),
      ]
    : []
