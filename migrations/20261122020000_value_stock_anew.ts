import type { Knex } from 'knex'

/**
 * What a move needs to be valued anew. `correction_paise`: what goods sold below zero cost more than was guessed, given to cost
 * of goods when this move came in; with it the move tells what the goods really cost, and not only what stays on the shelf.
 * A business that changes its method of valuation keeps what was valued by the old one until the day before.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table stock_move add column correction_paise bigint not null default 0;
    alter table business add column valuation_from date;
    create index revaluation_job_idx on revaluation (business_id, job_id) where job_id is not null;
    create index revaluation_line_list_idx on revaluation_line (business_id, revaluation_id, item_id, move_id);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index revaluation_line_list_idx; drop index revaluation_job_idx;
    alter table business drop column valuation_from;
    alter table stock_move drop column correction_paise;
  `)
}
