import type { Metal } from '../../../core/metal.ts'
import type { Paise } from '../../../core/money.ts'
import type { RateBasis } from '../../../core/piece-sale.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** How the price of one line of jewellery came about, as it was written when the bill was issued. */
export interface SaleJewel {
  line: number
  piece_id: string | null
  tag: string
  huid: string
  metal: Metal
  purity: string
  gross_mg: Mg
  stone_mg: Mg
  other_mg: Mg
  net_mg: Mg
  carat_mct: Mct
  weight_mg: Mg
  wastage_mg: Mg
  rate_paise: Paise
  rate_basis: RateBasis
  making_kind: 'none' | 'per-gram' | 'percent' | 'fixed'
  making_value: bigint
  wastage_kind: 'none' | 'percent' | 'weight'
  wastage_value: bigint
  metal_paise: Paise
  wastage_paise: Paise
  making_paise: Paise
  hallmark_paise: Paise
  other_paise: Paise
  other_words: string
  total_paise: Paise
  stones: readonly JewelStone[]
}

/** Written as text: JSON keeps no whole number of this size. */
export interface JewelStone {
  words: string
  pieces: number
  carat: string
  basis: 'piece' | 'carat'
  rate: string
  amount: string
}

/** What settled the bill as it was issued, beside money: old gold, an advance, a note. */
export interface SettledAtIssue {
  number: string
  kind: 'urd-purchase' | 'advance' | 'on-account' | 'note'
  amount_paise: Paise
  /** Of old gold: the article that came in. */
  old_gold: readonly OldGoldOnBill[]
}

export interface OldGoldOnBill {
  words: string
  gross: string
  off: string
  net: string
  touch: number
  fine: string
  melting: number
  melted: string
  rate: string
  value: string
}

export const listJewels = (tx: Tx, businessId: string, id: string): Promise<SaleJewel[]> =>
  named(tx, jewelsOf, [businessId, id])

export const listSettledAtIssue = (tx: Tx, businessId: string, id: string): Promise<SettledAtIssue[]> =>
  named(tx, settledAtIssue, [businessId, id])

const jewelsOf = {
  name: 'sales.sale.jewels',
  text: `
    select line, piece_id, tag, huid, metal, purity, gross_mg, stone_mg, other_mg, net_mg, carat_mct, weight_mg, wastage_mg, rate_paise,
      rate_basis, making_kind, making_value, wastage_kind, wastage_value, metal_paise, wastage_paise, making_paise, hallmark_paise,
      other_paise, other_words, total_paise, stones
    from piece_line where business_id = $1 and document_id = $2 order by line`,
}

// Under the voucher of the sale itself: what came later names its own.
const settledAtIssue = {
  name: 'sales.sale.settled_at_issue',
  text: `
    select f.number, case when d.kind = 'urd-purchase' then d.kind else f.kind end as kind, a.amount as amount_paise,
      coalesce((select jsonb_agg(jsonb_build_object('words', o.words, 'gross', o.gross_mg::text, 'off', (o.dust_mg + o.stone_mg)::text,
          'net', o.net_mg::text, 'touch', o.touch, 'fine', o.fine_mg::text, 'melting', o.melting_bp, 'melted', o.melted_mg::text,
          'rate', o.rate_paise::text, 'value', o.value_paise::text) order by o.line)
        from old_gold_line o where o.business_id = d.business_id and o.document_id = d.id), '[]') as old_gold
    from open_item i
    join allocation a on a.business_id = i.business_id and a.to_item_id = i.id and a.voucher_id = i.voucher_id
    join open_item f on f.business_id = a.business_id and f.id = a.from_item_id
    left join document d on d.business_id = f.business_id and d.id = f.document_id
    where i.business_id = $1 and i.document_id = $2 and i.kind = 'bill'
    order by d.kind = 'urd-purchase' desc nulls last, f.on_date, a.id`,
}
