import type { Knex } from 'knex'

/**
 * By how much a supplier's bill may differ in price from its order and receipt before someone has to look into it, and by how
 * much it might when it was entered: what was accepted then stays accepted.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table business
      add column bill_tolerance_bp integer not null default 0 constraint business_bill_tolerance_bp check (bill_tolerance_bp between 0 and 10000),
      add column bill_tolerance_paise bigint not null default 0 constraint business_bill_tolerance check (bill_tolerance_paise >= 0);
    alter table supplier_bill
      add column tolerance_bp integer not null default 0 constraint supplier_bill_tolerance_bp check (tolerance_bp between 0 and 10000),
      add column tolerance_paise bigint not null default 0 constraint supplier_bill_tolerance check (tolerance_paise >= 0);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table supplier_bill drop column tolerance_bp, drop column tolerance_paise;
    alter table business drop column bill_tolerance_bp, drop column bill_tolerance_paise;
  `)
}
