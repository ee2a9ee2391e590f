import { paise, sum } from '../../../core/money.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import {
  changeItems,
  createItems,
  type ItemOfMany,
  listBranches,
  listClassesWithRates,
  listFacts,
  listItemTwins,
  listOpened,
} from '../../items/index.ts'
import { openStockOfMany } from '../../stock/index.ts'
import { type Picked, pick } from '../imports.fields.ts'
import type { Outcome } from '../imports.types.ts'
import { changesOf, itemNames, pickedOfItem, saidIn } from '../rows/changes.rules.ts'
import { itemWith } from '../rows/item-change.ts'
import { type ItemContext, type ItemRow, readItem } from '../rows/item-row.ts'
import { kindOf } from '../rows/known-words.rules.ts'
import { firstLine, refused, refusedAs, same, type Work, type WorkAtRows } from './work.types.ts'

export const workAtItems: WorkAtRows = async (tx, businessId, rows, work) => {
  const { run, isDry } = work
  const context = await contextOf(tx, businessId, work)
  const read = rows.map(({ line, cells }) => {
    const picked = pick(cells, run.mapping)
    return { line, picked, parsed: readItem(picked, context) }
  })
  // A row that says too little for a new item may say enough of one that is here.
  const asked = read.flatMap(({ line, picked, parsed }) =>
    parsed.ok || run.updates ? [{ at: line, name: textIn(picked, 'name'), barcode: textIn(picked, 'barcode') }] : [],
  )
  const twins = Map.groupBy(await listItemTwins(tx, businessId, asked), ({ at }) => at)
  const here = await lookAt(tx, businessId, run.updates ? [...twins.values()].flat().map(({ id }) => id) : [], work)
  const judged = read.map(({ line, picked, parsed }): Judged => {
    const found = twins.get(line) ?? []
    if (run.updates && found.length > 0)
      return judgeTwin(work, { line, picked, context }, { ids: [...new Set(found.map(({ id }) => id))], here })
    return parsed.ok ? judge(work, line, parsed.value, found) : refused(line, parsed.errors)
  })
  return isDry ? judged.map(outcomeOf) : make(tx, businessId, { judged, context }, work)
}

const textIn = (row: Picked, name: string): string => (row[name] ?? '').normalize('NFC').trim()

type Opening = NonNullable<ItemRow['opening']>
type Judged = Outcome & {
  /** Of one to be made. */
  row?: ItemRow
  /** Of one to be changed; its stock is opened where it never moved. */
  changed?: { before: ItemOfMany; after: ItemOfMany; opening: Opening | undefined }
}

/** A barcode is of one item; of the name there may be two, where the person said so. */
function judge(work: Work, line: number, row: ItemRow, twins: readonly { id: string; hasBarcode: boolean }[]): Judged {
  const { run, seen } = work
  const [twin] = twins
  if (twin && !run.addsTwins) return same(line, twin.id)
  if (twins.some(({ hasBarcode }) => hasBarcode)) return refused(line, { barcode: { key: 'imports.row.barcodeTaken' } })
  const { name, barcode } = row.facts
  const names = [...(run.addsTwins ? [] : [`name ${name.toLowerCase()}`]), ...(barcode ? [`barcode ${barcode}`] : [])]
  const before = firstLine(seen, line, { asks: names })
  if (before === undefined) return { line, state: 'new', id: null, problems: [], row }
  return refused(line, { name: { key: 'imports.row.twice', values: { line: before } } })
}

interface Here {
  items: ReadonlyMap<string, ItemOfMany>
  /** Of those that ever moved, what was there when the books began. */
  opened: ReadonlyMap<string, bigint>
}

async function lookAt(tx: Tx, businessId: string, ids: readonly string[], { isDry }: Work): Promise<Here> {
  const items = await listFacts(tx, businessId, { ids, lock: !isDry })
  return { items, opened: await listOpened(tx, businessId, ids) }
}

/** What the row would change of the item that it means. Opening stock is never counted twice. */
function judgeTwin(
  { seen }: Work,
  { line, picked, context }: { line: number; picked: Picked; context: ItemContext },
  { ids, here }: { ids: readonly string[]; here: Here },
): Judged {
  const [id = ''] = ids
  const item = here.items.get(id)
  if (ids.length > 1 || !item) return refusedAs(line, 'name', 'imports.row.manyFit')
  const first = firstLine(seen, line, { asks: [`item ${id}`] })
  if (first !== undefined) return refused(line, { name: { key: 'imports.row.twice', values: { line: first } } })
  const kind = textIn(picked, 'kind')
  if (kind !== '' && kindOf(kind) !== item.kind) return refusedAs(line, 'kind', 'imports.row.otherKind')
  const parsed = itemWith(item, saidIn(picked, [...itemNames, ...stockNames]), context)
  if (!parsed.ok) return refused(line, parsed.errors)
  const { after, opening: said } = parsed.value
  const standing = here.opened.get(id)
  if (said && standing !== undefined && standing !== said.quantity)
    return refusedAs(line, 'quantity', 'imports.row.hasStock')
  const opening = standing === undefined ? said : undefined
  const changes = [
    ...rewritten(item, after, context),
    ...(opening ? [{ field: 'quantity', was: '', now: quantity(milli(opening.quantity)) }] : []),
  ]
  if (changes.length === 0) return same(line, id)
  return { line, state: 'change', id, problems: [], changes, changed: { before: item, after, opening } }
}

/** What says how much of it there was when the books began. */
const stockNames = ['quantity', 'cost', 'value']

const rewritten = (before: ItemOfMany, after: ItemOfMany, { classes }: ItemContext) =>
  changesOf(pickedOfItem(before, classes), pickedOfItem(after, classes), itemNames)

async function make(
  tx: Tx,
  businessId: string,
  { judged, context }: { judged: readonly Judged[]; context: ItemContext },
  work: Work,
): Promise<Outcome[]> {
  const { run, actor } = work
  const fresh = judged.flatMap(({ line, row }) => (row ? [{ line, row, id: newId() }] : []))
  const changing = judged.flatMap(({ line, changed }) => (changed ? [{ line, ...changed }] : []))
  const items = fresh.map(({ id, row }) => ({ id, ...row.facts }))
  await createItems(tx, businessId, { importId: run.id, items }, actor)
  const written = changing.filter(({ before, after }) => rewritten(before, after, context).length > 0)
  await changeItems(tx, businessId, written, actor)
  const voucherOf = await openStock(
    tx,
    businessId,
    [
      ...fresh.map(({ line, id, row: { opening } }) => ({ line, itemId: id, opening })),
      ...changing.map(({ line, after: { id }, opening }) => ({ line, itemId: id, opening })),
    ],
    work,
  )
  const idOf = new Map(fresh.map(({ line, id }) => [line, id]))
  return judged.map((one) => {
    const { line } = one
    const voucherId = voucherOf.get(line) ?? null
    if (one.row) return { line, state: 'made', problems: [], id: idOf.get(line) ?? null, voucherId }
    return one.changed ? { ...outcomeOf(one), state: 'changed', voucherId } : outcomeOf(one)
  })
}

async function openStock(
  tx: Tx,
  businessId: string,
  rows: readonly { line: number; itemId: string; opening: Opening | undefined }[],
  { run, actor }: Work,
): Promise<Map<number, string | null | undefined>> {
  const stocked = rows.flatMap(({ line, itemId, opening }) =>
    opening
      ? [
          {
            line,
            itemId,
            branchId: opening.branchId,
            quantity: milli(opening.quantity),
            value: paise(opening.value),
          },
        ]
      : [],
  )
  const voucherIds = await openStockOfMany(
    tx,
    businessId,
    stocked.map(({ line: _line, ...stock }) => ({ ...stock, onDate: run.onDate })),
    actor,
  )
  if (stocked.length > 0)
    await audit(tx, businessId, actor, {
      action: 'stock.imported',
      entity: 'import',
      entityId: run.id,
      after: { count: stocked.length, value_paise: sum(stocked.map(({ value }) => value)), on_date: run.onDate },
    })
  return new Map(stocked.map(({ line }, at) => [line, voucherIds[at]]))
}

const outcomeOf = ({ row: _row, changed: _changed, ...outcome }: Judged): Outcome => outcome

export async function contextOf(
  tx: Tx,
  businessId: string,
  { run, today }: Pick<Work, 'run' | 'today'>,
): Promise<ItemContext> {
  const [classes, branches] = await Promise.all([
    listClassesWithRates(tx, businessId, today),
    listBranches(tx, businessId),
  ])
  const branchId = branches.find(({ id }) => id === run.branchId)?.id ?? branches[0]?.id ?? ''
  return { classes, branchId, onDate: run.onDate, today }
}
