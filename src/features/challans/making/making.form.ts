import { parseRupees } from '../../../core/money.ts'
import { carats, grams, parseCarats, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { WeighedOut } from './making.commands.ts'
import type { FreeLot } from './making.queries.ts'

const mostLots = 30

/** As they stand in the form, one after the other; each was read before it was written there. */
export const writeLots = (lots: readonly WeighedOut[]): string =>
  lots.map(({ id, net, gross, count, rate }) => [id, net, gross, count, rate].join(':')).join(' ')

export const readLots = (text: string): WeighedOut[] =>
  text
    .split(' ')
    .map((one) => one.split(':'))
    .flatMap(([id = '', net = '', gross = '', count = '', rate = '']) =>
      isId(id) ? [{ id, net, gross, count, rate }] : [],
    )
    .slice(0, mostLots)

/** The fields of a lot, empty again. */
export const noLot = { lot: '', weight: '', gross: '', count: '', rate: '' } as const

interface TypedLot {
  readonly lot: string
  readonly weight: string
  readonly gross: string
  readonly count: string
  readonly rate: string
}

/** One more lot on the challan, or what is wrong at which field: in carats of a packet, in grams of metal. */
export function addLot(
  typed: TypedLot,
  lots: readonly WeighedOut[],
  choices: readonly FreeLot[],
): { lots: WeighedOut[] } | { wrong: FieldErrors } {
  const lot = choices.find(({ id }) => id === typed.lot)
  if (!lot) return { wrong: { lot: { key: 'fields.choose' } } }
  if (lots.some(({ id }) => id === lot.id)) return { wrong: { lot: { key: 'challans.refusal.lotTwice' } } }
  if (lots.length >= mostLots) return { wrong: { lot: { key: 'sales.refusal.tooManyLines' } } }
  const wrong: Record<string, Said> = {}
  const isPacket = lot.kind === 'stones'
  const weight = (isPacket ? parseCarats : parseGrams)(typed.weight.trim())
  const gross = typed.gross.trim() === '' || isPacket ? weight : parseGrams(typed.gross.trim())
  if (weight === undefined || weight <= 0n)
    wrong['weight'] = { key: isPacket ? 'counter.carat.wrong' : 'counter.weight.wrong' }
  else if (weight > (isPacket ? lot.carat : lot.net)) wrong['weight'] = shortOf(lot)
  if (gross === undefined) wrong['gross'] = { key: 'counter.weight.wrong' }
  else if (weight !== undefined && gross < weight) wrong['gross'] = { key: 'sales.refusal.netOverGross' }
  const count = typed.count.trim()
  if (!/^\d{0,6}$/.test(count) || Number(count) > lot.pieces) wrong['count'] = { key: 'fields.quantity' }
  const rate = typed.rate.trim() === '' ? undefined : parseRupees(typed.rate)
  if (typed.rate.trim() !== '' && (rate === undefined || rate <= 0n)) wrong['rate'] = { key: 'fields.amount' }
  else if (isPacket && rate === undefined && lot.ownRate === null)
    wrong['rate'] = { key: 'sales.refusal.noCaratRate', values: { tag: lot.name } }
  if (Object.keys(wrong).length > 0) return { wrong }
  const plain = (text: string) => text.replace(/[\s,₹]/g, '')
  const of = { net: plain(typed.weight), gross: isPacket ? '' : plain(typed.gross), rate: plain(typed.rate) }
  return { lots: [...lots, { id: lot.id, ...of, count }] }
}

const shortOf = ({ kind, name, net, carat }: FreeLot): Said =>
  kind === 'stones'
    ? { key: 'sales.refusal.packetTooSmall', values: { tag: name, left: carats(carat) } }
    : { key: 'sales.refusal.lotTooSmall', values: { tag: name, left: grams(net) } }
