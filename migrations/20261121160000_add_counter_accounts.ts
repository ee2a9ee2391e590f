import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'

/**
 * Accounts that the counter posts to: what customers hold in points and gift vouchers is owed to them, and a drawer that was
 * counted short or over is an expense.
 */
export async function up(db: Knex): Promise<void> {
  await inEveryBusiness(
    db,
    `insert into account (business_id, id, parent_id, code, name, nature, role)
      select :business::uuid, gen_random_uuid(), p.id, a.code, a.name, p.nature, a.role
      from (values ('3410', 'Loyalty Points', '3000', 'loyalty-points'), ('3420', 'Gift Vouchers', '3000', 'gift-vouchers'),
        ('8150', 'Loyalty Points Given', '8000', 'loyalty-cost'), ('8160', 'Cash Short and Over', '8000', 'cash-difference'),
        ('6830', 'Gift Vouchers Lapsed', '6800', 'vouchers-lapsed'))
        as a (code, name, parent, role)
      join account p on p.business_id = :business::uuid and p.code = a.parent
      where not exists (select 1 from account x where x.business_id = :business::uuid and (x.code = a.code or x.role = a.role))`,
  )
}

export async function down(db: Knex): Promise<void> {
  await inEveryBusiness(
    db,
    `delete from account a where a.business_id = :business::uuid
      and a.role in ('loyalty-points', 'gift-vouchers', 'loyalty-cost', 'cash-difference', 'vouchers-lapsed')
      and not exists (select 1 from posting p where p.business_id = a.business_id and p.account_id = a.id)`,
  )
}
