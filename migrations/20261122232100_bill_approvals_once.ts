import type { Knex } from 'knex'

/** Goods of a supplier's that were bought while they lay on approval are billed once: by which bill. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table approval_in_line add column bill_id uuid,
      add constraint approval_in_line_bill_fkey foreign key (business_id, bill_id) references document (business_id, id),
      add constraint approval_in_line_billed_bought check (bill_id is null or outcome = 'bought');
    create index approval_in_line_bill_idx on approval_in_line (business_id, bill_id);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table approval_in_line drop column bill_id')
}
