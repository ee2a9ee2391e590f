import { Batch } from './copy.ts'

/** The tables that grow with every bill, in the order in which their rows may stand. */
export const growing = () => ({
  document: new Batch(
    'document',
    `business_id, id, kind, state, series_id, number, on_date, due_on, party_id, branch_id, party_snapshot, seller_snapshot,
    place_of_supply, supply, supply_reason, gross_paise, discount_paise, taxable_paise, cgst_paise, sgst_paise, igst_paise,
    cess_paise, round_off_paise, total_paise, cost_paise, note, request_hash, issued_by, issued_by_name, issued_at`,
  ),
  line: new Batch(
    'document_line',
    `business_id, document_id, line, item_id, description, hsn, unit, quantity_milli, price_paise, price_includes_tax,
    gross_paise, discount_paise, taxable_paise, gst_kind, rate_bp, cgst_paise, sgst_paise, igst_paise, cess_paise, total_paise,
    cost_paise`,
  ),
  tender: new Batch('document_tender', 'business_id, document_id, line, mode, account_id, amount_paise, reference'),
  voucher: new Batch(
    'voucher',
    'business_id, id, kind, on_date, number, party_id, document_id, narration, by_user, by_name, at',
  ),
  posting: new Batch('posting', 'business_id, voucher_id, line, account_id, party_id, commodity, amount, on_date'),
  openItem: new Batch(
    'open_item',
    `business_id, id, party_id, side, kind, document_id, voucher_id, number, commodity, amount, open_amount, on_date, due_on, moved_on`,
  ),
  allocation: new Batch(
    'allocation',
    'business_id, id, from_item_id, to_item_id, voucher_id, amount, on_date, by_user, at',
  ),
  move: new Batch(
    'stock_move',
    `business_id, id, item_id, branch_id, kind, quantity_milli, value_paise, document_id, voucher_id, on_date, by_user, at`,
  ),
  outbox: new Batch('outbox', 'business_id, id, topic, payload, at, relayed_at'),
  /** Not yet a chain: see chain.ts. */
  audit: new Batch('audit_made', 'seq, at, by_user, by_name, action, entity, entity_id, after'),
})
export type Growing = ReturnType<typeof growing>

/** What stands before the first bill, written with the triggers on. */
export const standing = () => ({
  party: new Batch(
    'party',
    `business_id, id, name, is_customer, phone, gstin, state, terms_days, credit_limit_paise, preferred_payment, locale,
    created_at, updated_at`,
  ),
  address: new Batch('party_address', 'business_id, id, party_id, kind, address, city, pin, state'),
  item: new Batch(
    'item',
    `business_id, id, kind, name, unit, hsn, gst_class_id, sale_price_paise, price_includes_tax, purchase_price_paise, barcode,
    low_stock_milli, created_at, updated_at`,
  ),
})

/** What every voucher adds to, written once at the end. */
export const kept = () => ({
  accountMonth: new Batch('account_month', 'business_id, account_id, commodity, month, debit, credit'),
  accountDay: new Batch('account_day', 'business_id, account_id, on_date, debit_paise, credit_paise'),
  partyMonth: new Batch('party_month', 'business_id, party_id, commodity, month, debit, credit'),
  partyBalance: new Batch('party_balance', 'business_id, party_id, commodity, amount'),
  level: new Batch('stock_level', 'business_id, item_id, branch_id, quantity_milli, value_paise, allows_negative'),
})
