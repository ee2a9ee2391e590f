import { NotFound } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type MetalBill, metalBill, unfixedBills } from './rate-cuts.rows.ts'

/** Throws NotFound, also for a bill in rupees. */
export async function findMetalBill(tx: Tx, businessId: string, id: string): Promise<MetalBill> {
  const [bill] = isId(id) ? await named<MetalBill>(tx, metalBill, [businessId, id]) : []
  if (!bill) throw new NotFound('no such bill of metal')
  return bill
}

/** Bills whose metal waits for a rate, by supplier and age; at most 200. */
export const listUnfixed = (tx: Tx, businessId: string): Promise<MetalBill[]> =>
  named<MetalBill>(tx, unfixedBills, [businessId])
