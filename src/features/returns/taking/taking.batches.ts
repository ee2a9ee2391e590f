import { takeInOrder } from '../../../core/batches.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import type { ReturnDecision } from '../../../core/sale-return-facts.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type BatchOfLine, insertLineBatches, moveBatches } from '../../batches/index.ts'
import type { ReturnBill } from './taking.facts.ts'

interface Back {
  readonly bill: Pick<ReturnBill, 'id' | 'branchId'>
  readonly noteId: string
  readonly lines: ReturnDecision['lines']
}

/** What is for sale again lies in the batches that it was sold from, the first of them first. */
export async function batchesBack(tx: Tx, businessId: string, { bill, noteId, lines }: Back): Promise<void> {
  const sold = await named<BatchOfLine & { back: Milli }>(tx, soldFrom, [businessId, bill.id])
  if (sold.length === 0) return
  const rows = lines.flatMap(({ of, asked }, i) => {
    if (asked.condition !== 'stock') return []
    const from = sold.flatMap(({ line, quantity, back, ...batch }) =>
      line === of.line ? [{ ...batch, left: milli(quantity - back) }] : [],
    )
    return takeInOrder(from, milli(asked.part)).map(({ batch, quantity }) => ({
      ...{ line: i + 1, batchId: batch.id, quantity, itemId: of.itemId, branchId: bill.branchId },
    }))
  })
  await moveBatches(tx, businessId, rows)
  await insertLineBatches(tx, businessId, { documentId: noteId, rows })
}

// What came back before stands in the lines of other notes of the bill.
const soldFrom = {
  name: 'returns.batches.sold',
  text: `
    select x.line, b.id, b.number, b.expires_on as "expiresOn", x.quantity_milli as quantity,
      (select coalesce(sum(y.quantity_milli), 0)::bigint from sale_return_line r
        join document n on n.business_id = r.business_id and n.id = r.document_id and n.state = 'issued'
        join line_batch y on y.business_id = r.business_id and y.document_id = r.document_id and y.line = r.line
        where r.business_id = x.business_id and r.bill_id = x.document_id and r.bill_line = x.line and y.batch_id = x.batch_id) as back
    from line_batch x join batch b on b.business_id = x.business_id and b.id = x.batch_id
    where x.business_id = $1 and x.document_id = $2 order by x.line, b.expires_on nulls last, b.id`,
}
