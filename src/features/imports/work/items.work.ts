import { paise, sum } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { createItems, listBranches, listClassesWithRates, listItemTwins } from '../../items/index.ts'
import { openStockOfMany } from '../../stock/index.ts'
import { pick } from '../imports.fields.ts'
import type { Outcome } from '../imports.types.ts'
import { type ItemContext, type ItemRow, readItem } from '../rows/item-row.ts'
import { firstLine, refused, same, type Work, type WorkAtRows } from './work.types.ts'

export const workAtItems: WorkAtRows = async (tx, businessId, rows, work) => {
  const { run, isDry } = work
  const context = await contextOf(tx, businessId, work)
  const read = rows.map(({ line, cells }) => ({ line, parsed: readItem(pick(cells, run.mapping), context) }))
  const good = read.flatMap(({ line, parsed }) => (parsed.ok ? [{ at: line, ...parsed.value.facts }] : []))
  const twins = Map.groupBy(await listItemTwins(tx, businessId, good), ({ at }) => at)
  const judged = read.map(({ line, parsed }): Judged => {
    if (!parsed.ok) return refused(line, parsed.errors)
    return judge(work, line, parsed.value, twins.get(line) ?? [])
  })
  return isDry ? judged : make(tx, businessId, judged, work)
}

type Judged = Outcome & { row?: ItemRow }

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

async function make(tx: Tx, businessId: string, judged: readonly Judged[], { run, actor }: Work): Promise<Outcome[]> {
  const fresh = judged.flatMap(({ line, row }) => (row ? [{ line, row, id: newId() }] : []))
  const items = fresh.map(({ id, row }) => ({ id, ...row.facts }))
  await createItems(tx, businessId, { importId: run.id, items }, actor)
  const stocked = fresh.flatMap(({ line, id, row: { opening } }) =>
    opening
      ? [
          {
            line,
            itemId: id,
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
  const voucherOf = new Map(stocked.map(({ line }, at) => [line, voucherIds[at]]))
  const idOf = new Map(fresh.map(({ line, id }) => [line, id]))
  return judged.map(({ row, ...outcome }) => {
    const { line } = outcome
    if (!row) return outcome
    return { line, state: 'made', problems: [], id: idOf.get(line) ?? null, voucherId: voucherOf.get(line) ?? null }
  })
}

async function contextOf(tx: Tx, businessId: string, { run, today }: Work): Promise<ItemContext> {
  const [classes, branches] = await Promise.all([
    listClassesWithRates(tx, businessId, today),
    listBranches(tx, businessId),
  ])
  const branchId = branches.find(({ id }) => id === run.branchId)?.id ?? branches[0]?.id ?? ''
  return { classes, branchId, onDate: run.onDate, today }
}
