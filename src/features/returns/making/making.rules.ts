import { milli, quantity } from '../../../core/quantity.ts'
import { isOfPacket } from '../../../core/sale-return-facts.ts'
import { carats, grams, mct, mg } from '../../../core/weight.ts'
import type { BillLine } from '../taking/taking.facts.ts'
import type { TypedReturn } from './making.form.ts'

/** What stands in the form before anyone types: all that is left of the bill, or the piece that was scanned. */
export function filledIn(lines: readonly BillLine[], { isAll, tag }: { isAll: boolean; tag: string }): TypedReturn {
  const wanted = lines.filter((line) => line.sold > line.back && line.isWithBuyer && (isAll || isScanned(line, tag)))
  return Object.fromEntries(wanted.map((line) => [`part.${line.line}`, leftOf(line)]))
}

const isScanned = (line: BillLine, tag: string): boolean => tag !== '' && line.tag === tag.trim().toUpperCase()

function leftOf(line: BillLine): string {
  const { kind, sold, back } = line
  if (kind === 'piece') return 'yes'
  if (isOfPacket(line)) return carats(mct(sold - back))
  return kind === 'lot' ? grams(mg(sold - back)) : quantity(milli(sold - back))
}
