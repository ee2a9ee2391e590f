import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'

/** Jewellers who were there before there was a board sell in what others begin with. Who has purities keeps them. */
export async function up(db: Knex): Promise<void> {
  await inEveryBusiness(
    db,
    `insert into purity (business_id, id, metal, name, fineness, is_hallmarked, is_on_board, place)
      select b.id, gen_random_uuid(), p.metal, p.name, p.fineness, p.metal <> 'platinum', p.is_on_board, p.place
      from business b cross join (values
        ('gold', '24K 999', 9990, true, 0), ('gold', '24K 995', 9950, false, 1), ('gold', '23K 958', 9580, false, 2),
        ('gold', '22K 916', 9160, true, 3), ('gold', '20K 833', 8330, false, 4), ('gold', '18K 750', 7500, true, 5),
        ('gold', '14K 585', 5850, true, 6), ('gold', '9K 375', 3750, false, 7),
        ('silver', '999', 9990, true, 8), ('silver', '990', 9900, false, 9), ('silver', '970', 9700, false, 10),
        ('silver', '925', 9250, true, 11), ('silver', '900', 9000, false, 12), ('silver', '835', 8350, false, 13),
        ('silver', '800', 8000, false, 14), ('platinum', '950', 9500, false, 15))
        as p (metal, name, fineness, is_on_board, place)
      where b.id = :business::uuid and b.kind = 'jeweller'
        and not exists (select 1 from purity x where x.business_id = b.id)`,
  )
}

/** Rates and pieces stand on them by now: nothing is taken away. */
export async function down(): Promise<void> {
  return Promise.resolve()
}
