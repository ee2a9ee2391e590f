import type { IsoDate } from '../../../core/dates.ts'
import type { ReturnSource } from '../../../core/purchase-return-facts.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface PaperRow {
  id: string
  kind: ReturnSource['kind']
  number: string
  onDate: IsoDate
  partyName: string
  theirNumber: string
}

/** The newest bills with goods, and receipts that wait for a bill: fifty at most. */
export const papersToReturn = (tx: Tx, businessId: string): Promise<PaperRow[]> => named(tx, papers, [businessId])

const papers = {
  name: 'purchase_returns.papers',
  text: `
    select * from (
      (select d.id, 'bill' as kind, d.number, d.on_date as "onDate", d.party_snapshot ->> 'name' as "partyName",
        s.their_number as "theirNumber"
      from document d join supplier_bill s on s.business_id = d.business_id and s.document_id = d.id
      where d.business_id = $1 and d.kind = 'supplier-bill' and d.state = 'issued' and exists (select 1 from supplier_bill_line l
        where l.business_id = d.business_id and l.document_id = d.id and l.receipt_id is not null)
      order by d.on_date desc, d.id desc limit 30)
      union all
      (select d.id, 'receipt', d.number, d.on_date, d.party_snapshot ->> 'name', g.their_number
      from document d join goods_receipt g on g.business_id = d.business_id and g.document_id = d.id
      where d.business_id = $1 and d.kind = 'goods-receipt' and d.state = 'issued' and g.waits_for_bill
      order by d.on_date desc, d.id desc limit 20)
    ) x order by "onDate" desc, id desc`,
}
