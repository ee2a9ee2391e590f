import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

const sums = `sum(greatest(amount, 0))::bigint, sum(greatest(-amount, 0))::bigint`

/**
 * What was posted to every account each day, so that a balance of any day costs the days of a month at the most and never its
 * lines. `money_day` held the same of cash and bank alone, and goes.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table account_day (
      business_id uuid not null references business, account_id uuid not null, on_date date not null,
      debit_paise bigint not null, credit_paise bigint not null,
      primary key (business_id, account_id, on_date),
      foreign key (business_id, account_id) references account (business_id, id)
    );
    ${ofAllBusinesses(
      ['posting'],
      `insert into account_day select business_id, account_id, on_date, ${sums} from posting where commodity = 'INR' group by 1, 2, 3;`,
    )}
    drop table money_day;
  `)
  await tenantTable(db, 'account_day')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    create table money_day (
      business_id uuid not null references business, account_id uuid not null, on_date date not null,
      debit bigint not null, credit bigint not null,
      primary key (business_id, account_id, on_date),
      foreign key (business_id, account_id) references account (business_id, id)
    );
    ${ofAllBusinesses(
      ['account', 'account_day'],
      `insert into money_day select d.* from account a join account_day d on d.business_id = a.business_id and d.account_id = a.id
        where a.money is not null;`,
    )}
    drop table account_day;
  `)
  await tenantTable(db, 'money_day')
}

/** The owner of the tables obeys row security as everyone does, and for this once reads the rows of every business. */
const ofAllBusinesses = (tables: readonly string[], sql: string): string => `
  ${tables.map((table) => `alter table ${table} no force row level security;`).join('\n  ')}
  ${sql}
  ${tables.map((table) => `alter table ${table} force row level security;`).join('\n  ')}`
