import { Refusal } from '../../../core/errors.ts'
import { type Paise, paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { type Mct, type Mg, mct, mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import { sqlState } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { NewMove } from '../../stock/index.ts'
import type { LotFacts } from './lots.facts.ts'

/** How much of a lot moves; all above zero, or nothing. */
export interface LotWeights {
  readonly pieces: number
  readonly gross: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
  readonly value: Paise
}

export interface LotMove extends LotWeights {
  readonly lot: Pick<LotFacts, 'id' | 'tag' | 'itemId' | 'branchId'>
  readonly direction: 'in' | 'out'
}

/**
 * Changes what is left of lots, locked before by `lockLots`; each lot once. Gives the moves for `moveStock`: a lot's quantity
 * is its gross weight in grams. Throws Refusal 'pieces.refusal.lotShort' (409) where a lot has not so much.
 */
export async function moveLots(tx: Tx, businessId: string, moves: readonly LotMove[]): Promise<NewMove[]> {
  if (moves.length === 0) return []
  const signed = moves.map(signedOf)
  const values = [
    businessId,
    moves.map(({ lot }) => lot.id),
    signed.map(({ pieces }) => pieces),
    signed.map(({ gross }) => gross),
    signed.map(({ net }) => net),
    signed.map(({ fine }) => fine),
    signed.map(({ carat }) => carat),
    signed.map(({ value }) => value),
  ]
  await named(tx, lotsChange, values).catch((error: unknown) => {
    const tag = moves.find(({ direction }) => direction === 'out')?.lot.tag ?? ''
    throw sqlState(error) === '23514' ? new Refusal('pieces.refusal.lotShort', { tag }, 409) : error
  })
  return moves.map(({ lot }, i) => ({
    itemId: lot.itemId,
    branchId: lot.branchId,
    lotId: lot.id,
    ...figuresOf(signed[i]),
  }))
}

type Signed = Record<'pieces' | 'gross' | 'net' | 'fine' | 'carat' | 'value', bigint>

function signedOf({ direction, pieces, gross, net, fine, carat, value }: LotMove): Signed {
  const sign = direction === 'in' ? 1n : -1n
  return {
    pieces: sign * BigInt(pieces),
    gross: sign * gross,
    net: sign * net,
    fine: sign * fine,
    carat: sign * carat,
    value: sign * value,
  }
}

const figuresOf = (of: Signed | undefined) => ({
  quantity: milli(of?.gross ?? 0n),
  value: paise(of?.value ?? 0n),
  gross: mg(of?.gross ?? 0n),
  net: mg(of?.net ?? 0n),
  fine: mg(of?.fine ?? 0n),
  carat: mct(of?.carat ?? 0n),
})

const lotsChange = {
  name: 'lot.change',
  text: `
    update lot l set pieces = l.pieces + m.pieces, gross_mg = l.gross_mg + m.gross, net_mg = l.net_mg + m.net,
      fine_mg = l.fine_mg + m.fine, carat_mct = l.carat_mct + m.carat, value_paise = l.value_paise + m.value
    from unnest($2::uuid[], $3::integer[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
      as m (id, pieces, gross, net, fine, carat, value)
    where l.business_id = $1 and l.id = m.id`,
}
