import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, findLogo, lookOf, paperLocale, type Sheet, sheetPaper } from '../../papers/index.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'
import { findMovement } from '../movements.queries.ts'
import { formsOf, type MovementForm, movementLists, paperOf } from '../movements.types.ts'
import { type MovementPaperOf, movementPaper } from './paper.views.ts'

/** The challan of a transfer or of job work, and the slip of what stays in the house. */
export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  for (const list of movementLists) {
    const forms = formsOf(list)
    sheetPaper<MovementPaperOf>(app, deps, {
      ...{ at: `/stock/${list}`, kind: 'challan', needs: 'stock.view' },
      kept: [...new Set(forms.map((form) => paperOf(form).kind))],
      load: (tx, businessId, id) => load(tx, businessId, id, forms),
      numberOf: ({ head }) => head.number ?? '',
      draw,
    })
  }
}

async function load(tx: Tx, businessId: string, id: string, forms: readonly MovementForm[]): Promise<MovementPaperOf> {
  const found = await findMovement(tx, businessId, { id, forms })
  const [paper] = await named<{ seller: SellerSnapshot; party: PartySnapshot; isCancelled: boolean }>(tx, paperById, [
    businessId,
    id,
  ])
  if (!paper) throw new NotFound(`no paper of ${id}`)
  return { ...found, ...paper, logo: await findLogo(tx, businessId, paper.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: MovementPaperOf, sheet: Sheet, bar?: BarView): Promise<string> {
  const { party, seller } = of
  const locale = paperLocale(party, seller)
  const view = movementPaper({ t: translator(locale), locale }, bar ? { ...of, bar } : of)
  return reply.paper('print/movement', view, lookOf(locale, seller.accent, sheet))
}

const paperById = {
  name: 'movements.paper',
  text: `
    select seller_snapshot as seller, party_snapshot as party, state = 'cancelled' as "isCancelled"
    from document where business_id = $1 and id = $2`,
}
