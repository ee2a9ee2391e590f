import { carats, grams, type Mct, mct } from '../../../core/weight.ts'
import type { Translate } from '../../../words/index.ts'
import type { SaleJewel } from './jewels.queries.ts'

type Sold = Pick<SaleJewel, 'net_mg' | 'metal_paise' | 'stones'>

/** Stones out of a packet: nothing of the line is metal. */
export const isPacket = ({ net_mg, metal_paise, stones }: Sold): boolean =>
  net_mg === 0n && metal_paise === 0n && stones.length > 0

/** "24.560 g"; of loose stones "2.50 ct". */
export const soldWeight = (t: Translate, jewel: Sold): string =>
  isPacket(jewel)
    ? t('papers.piece.carats', { carats: carats(caratsOf(jewel)) })
    : `${grams(jewel.net_mg)} ${t('papers.piece.g')}`

/** Of loose stones. */
export const caratsOf = ({ stones }: Sold): Mct => mct(stones.reduce((sum, { carat }) => sum + BigInt(carat), 0n))
