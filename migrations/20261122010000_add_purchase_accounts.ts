import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'

/**
 * Accounts that buying and moving goods post to: goods that came before their bill, freight and duty that wait for theirs,
 * metal bought by weight whose rate is not fixed yet, tax kept back from suppliers, goods on the road between branches, and
 * what is used, given as a sample or lost.
 */
export async function up(db: Knex): Promise<void> {
  await inEveryBusiness(
    db,
    `insert into account (business_id, id, parent_id, code, name, nature, role)
      select :business::uuid, gen_random_uuid(), p.id, a.code, a.name, p.nature, a.role
      from (values ('3195', 'TDS Payable', '3100', 'tds-payable'), ('3320', 'Goods Received, Bill Awaited', '3300', 'goods-received'),
        ('3330', 'Freight and Duty, Bill Awaited', '3300', 'landed-cost'), ('3340', 'Metal Bought, Rate Not Fixed', '3300', 'metal-unfixed'),
        ('5320', 'Goods in Transit', '5300', 'stock-in-transit'), ('5330', 'Metal Received by Weight', '5300', 'metal-received'),
        ('7530', 'Loss in Work and Melting', '7500', 'stock-wastage'), ('7540', 'Hallmarking Charges', '7500', 'hallmark-charges'),
        ('8170', 'Goods for Own Use', '8000', 'own-use'), ('8180', 'Samples Given', '8000', 'samples'))
        as a (code, name, parent, role)
      join account p on p.business_id = :business::uuid and p.code = a.parent
      where not exists (select 1 from account x where x.business_id = :business::uuid and (x.code = a.code or x.role = a.role))`,
  )
}

export async function down(db: Knex): Promise<void> {
  await inEveryBusiness(
    db,
    `delete from account a where a.business_id = :business::uuid
      and a.role in ('tds-payable', 'goods-received', 'landed-cost', 'metal-unfixed', 'stock-in-transit', 'metal-received',
        'stock-wastage', 'hallmark-charges', 'own-use', 'samples')
      and not exists (select 1 from posting p where p.business_id = a.business_id and p.account_id = a.id)`,
  )
}
