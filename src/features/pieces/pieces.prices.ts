import { add, divRound, type Paise, paise, zero } from '../../core/money.ts'
import { type PiecePrice, pricePiece } from '../../core/piece-price.ts'
import { taxOn, taxTotal } from '../../core/tax.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { currentRates } from '../board/index.ts'
import { askOf, type PieceFacts } from './pieces.facts.ts'

export interface PriceToday {
  rate: Paise
  /** No rate of today stands on the board. */
  isStale: boolean
  price: PiecePrice
  gstBp: number
  gst: Paise
  /** With GST, to the rupee as the counter rounds a bill. */
  total: Paise
}

/** What pieces cost at the board's rates of now, by their ids; a piece without a rate has no price. Over the counter. */
export async function pricesToday(
  tx: Tx,
  businessId: string,
  pieces: readonly PieceFacts[],
  now: { at: Date; today: string },
): Promise<Map<string, PriceToday>> {
  return pieces.length === 0 ? new Map() : pricesAt(await ratesToday(tx, businessId, now), pieces)
}

/** What stands on the board now, and the GST of each class today: all that prices need beside the pieces themselves. */
export async function ratesToday(tx: Tx, businessId: string, { at, today }: { at: Date; today: string }) {
  const [rates, classes] = await together([
    currentRates(tx, businessId, at),
    named<{ id: string; bp: number }>(tx, gstOfClasses, [businessId, today]),
  ])
  return {
    gst: new Map(classes.map(({ id, bp }) => [id, bp])),
    board: new Map(rates.map((rate) => [rate.purityId, rate])),
  }
}

export function pricesAt(
  { gst, board }: Awaited<ReturnType<typeof ratesToday>>,
  pieces: readonly PieceFacts[],
): Map<string, PriceToday> {
  return new Map(
    pieces.flatMap((piece) => {
      const current = board.get(piece.purityId)
      const rate = piece.ownRate ?? current?.sell ?? (piece.saleMode === 'fixed' ? zero : null)
      if (rate === null) return []
      const isStale = piece.ownRate === null && piece.saleMode !== 'fixed' && (current?.isStale ?? true)
      return [[piece.id, priced(piece, { rate, isStale, gstBp: gst.get(piece.gstClassId) ?? 0 })] as const]
    }),
  )
}

function priced(
  piece: PieceFacts,
  { rate, isStale, gstBp }: Pick<PriceToday, 'rate' | 'isStale' | 'gstBp'>,
): PriceToday {
  const price = pricePiece(askOf(piece, rate))
  const gst = taxTotal(taxOn(price.total, gstBp, 'intra'))
  const total = paise(divRound(add(price.total, gst), 100n, 'half-up') * 100n)
  return { rate, isStale, price, gstBp, gst, total }
}

const gstOfClasses = {
  name: 'piece.price.gst',
  text: `
    select c.id, coalesce((select r.rate_bp from gst_class_rate r where r.business_id = c.business_id and r.gst_class_id = c.id
      and r.from_date <= $2::date order by r.from_date desc limit 1), 0) as bp
    from gst_class c where c.business_id = $1`,
}
