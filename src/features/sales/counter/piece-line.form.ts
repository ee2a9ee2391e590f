import { type Paise, parseRupees } from '../../../core/money.ts'
import { parsePercent } from '../../../core/percent.ts'
import { type AskedPiece, type SoldPiece, soldKey } from '../../../core/piece-sale.ts'
import type { Charge, Wastage } from '../../../core/value-table.ts'
import { mct, mg, parseCarats, parseGrams } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import type { TypedLine } from './counter.types.ts'

/**
 * What a line asks of its piece or lot. Making and wastage are written as they are said: "12 %", "350/g", or a bare figure
 * in the terms of the list. Names what cannot be read in `errors`, at its field.
 */
export function parsePiece(
  line: TypedLine,
  pieces: ReadonlyMap<string, SoldPiece>,
  errors: Record<string, Said>,
  /** The paper that the whole bill is made of. */
  from = '',
): AskedPiece {
  const of = line.piece !== '' ? ({ kind: 'piece', id: line.piece } as const) : lotOf(line, errors, pieces)
  const sold = pieces.get(soldKey(of))
  const fail = (part: string, key: Said['key']) => {
    errors[`lines.${line.n}.${part}`] = { key }
    return null
  }
  return {
    of,
    rate: line.rate.trim() === '' ? null : (rateOf(line.rate) ?? fail('rate', 'fields.amount')),
    making:
      line.making.trim() === ''
        ? null
        : (chargeOf(line.making, sold?.ask.making) ?? fail('making', 'counter.making.wrong')),
    wastage:
      line.wastage.trim() === ''
        ? null
        : (wastageOf(line.wastage, sold?.ask.wastage) ?? fail('wastage', 'counter.wastage.wrong')),
    orderId: line.order || from || null,
  }
}

function lotOf(
  line: TypedLine,
  errors: Record<string, Said>,
  pieces: ReadonlyMap<string, SoldPiece>,
): AskedPiece['of'] {
  const isPacket = [...pieces.values()].some((sold) => sold.id === line.lot && sold.isPacket)
  const weigh = (part: 'gross' | 'net', text: string) => {
    const weight = text.trim() === '' ? mg(0n) : parseGrams(text)
    if (weight === undefined || weight === 0n)
      errors[`lines.${line.n}.${part}`] = { key: isPacket ? 'counter.carat.wrong' : 'counter.weight.wrong' }
    return weight ?? mg(0n)
  }
  const net = weigh('net', line.net)
  // Whoever writes one weight only sells plain metal: gross and net are the same.
  const gross = line.gross.trim() === '' ? net : weigh('gross', line.gross)
  const count = /^\d{1,6}$/.test(line.count.trim()) ? Number(line.count) : 0
  return { kind: 'lot', id: line.lot, gross, net, pieces: count, carat: parseCarats(line.net) ?? mct(0n) }
}

function rateOf(text: string): Paise | undefined {
  const rate = parseRupees(text)
  return rate !== undefined && rate > 0n ? rate : undefined
}

/** "350/g", "12 %", "=5000" for the piece; a bare figure is of the list's kind, and a gram's where nothing is listed. */
function chargeOf(text: string, list: Charge | undefined): Charge | undefined {
  const typed = text.trim()
  if (typed.endsWith('%')) {
    const bp = parsePercent(typed)
    return bp === undefined || bp < 0 ? undefined : { kind: 'percent', bp }
  }
  const isPerGram = /\/\s*g$/i.test(typed)
  const isFixed = typed.startsWith('=')
  const figure = typed.replace(/\/\s*g$/i, '').replace(/^=/, '')
  if (!isPerGram && !isFixed && list?.kind === 'percent') return chargeOf(`${figure} %`, undefined)
  const amount = parseRupees(figure)
  if (amount === undefined || amount < 0n) return undefined
  return isFixed || (!isPerGram && list?.kind === 'fixed')
    ? { kind: 'fixed', paise: amount }
    : { kind: 'per-gram', paise: amount }
}

/** "8 %", "1.965 g"; a bare figure is of the list's kind, and percent where nothing is listed. */
function wastageOf(text: string, list: Wastage | undefined): Wastage | undefined {
  const typed = text.trim()
  const isWeight = /g$/i.test(typed) || (!typed.endsWith('%') && list?.kind === 'weight')
  if (isWeight) {
    const weight = parseGrams(typed.replace(/g$/i, ''))
    return weight === undefined ? undefined : { kind: 'weight', mg: weight }
  }
  const bp = parsePercent(typed.endsWith('%') ? typed : `${typed} %`)
  return bp === undefined || bp < 0 ? undefined : { kind: 'percent', bp }
}
