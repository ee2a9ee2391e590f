import type { AskedExchange, OldGoldFacts } from '../core/old-gold-purchase.ts'
import type { AskedPiece, SoldPiece } from '../core/piece-sale.ts'
import { mct, mg } from '../core/weight.ts'
import { item, rs } from './bill-facts.ts'

/** The necklace and the old gold of the worked bill (DOMAIN.md section 8). */
export const necklace = (has: Partial<SoldPiece> = {}): SoldPiece => ({
  id: 'n2210',
  itemId: 'haar',
  tag: 'N-2210',
  huid: 'AB4K7Q',
  metal: 'gold',
  purityId: '22k',
  purity: '22K',
  fineness: 9160,
  state: 'in-stock',
  heldBy: null,
  branch: { id: 'surat', name: 'Surat' },
  ask: {
    gross: mg(25_480n),
    stoneWeight: mg(920n),
    otherWeight: mg(0n),
    net: mg(24_560n),
    basis: 'net',
    touch: null,
    saleMode: 'weight',
    making: { kind: 'per-gram', paise: rs('350') },
    makingOnWastage: false,
    wastage: { kind: 'percent', bp: 800 },
    stones: [{ words: 'Ruby', pieces: 12, carat: mct(4_600n), basis: 'carat', rate: rs('1800') }],
    hallmark: rs('45'),
    other: rs('0'),
  },
  floor: { making: { kind: 'per-gram', paise: rs('300') }, wastage: { kind: 'percent', bp: 600 } },
  ownRate: null,
  board: { rate: rs('12400'), isStale: false },
  otherWords: '',
  carat: mct(4_600n),
  cost: rs('290000'),
  left: null,
  ...has,
})
export const haar = item({ id: 'haar', name: 'Lotus haar necklace', hsn: '71131930', unit: 'PCS', rateBp: 300 })
export const asked = (has: Partial<AskedPiece> = {}): AskedPiece => ({
  of: { kind: 'piece', id: 'n2210' },
  rate: null,
  making: null,
  wastage: null,
  orderId: null,
  ...has,
})
export const buying: OldGoldFacts = {
  purities: new Map([['22k', { metal: 'gold', name: '22K' }]]),
  buying: new Map([['gold', { rate: rs('13350'), isStale: false }]]),
}
export const bangles: AskedExchange = {
  documentId: 'urd',
  lines: [
    {
      words: 'Bangles',
      purityId: '22k',
      gross: mg(10_000n),
      dust: mg(200n),
      stones: mg(0n),
      touch: 9100,
      meltingBp: 200,
      rate: null,
    },
  ],
  seller: { idKind: 'aadhaar', idNumber: '1234', isDeclared: true },
}
