import { type Paise, paise, zero } from '../../../core/money.ts'
import type { ModeSums } from '../closing/closing.rules.ts'
import { type BookTender, cashKinds, type PersonSums, type SessionBook, type Slip, slipModes } from '../tills.rules.ts'

/** What a closed session keeps of its figures: they were written once and never change. */
export interface KeptFigures {
  cash: SessionBook['cash']
  modes: readonly ModeSums[]
  loose: readonly Slip[]
  missing: readonly BookTender[]
  persons: readonly PersonSums[]
}

/** Reads what `closeTill` wrote; what is not there counts as nothing. */
export function readFigures(kept: unknown): KeptFigures {
  const match = field(kept, 'match')
  return {
    cash: list(field(kept, 'cash')).flatMap((one) => {
      const kind = cashKinds.find((name) => name === field(one, 'kind'))
      return kind ? [{ kind, amount: amount(field(one, 'amount')) }] : []
    }),
    modes: list(field(kept, 'modes')).flatMap((one) => {
      const mode = slipModes.find((name) => name === field(one, 'mode'))
      return mode ? [{ mode, book: amount(field(one, 'book')), slips: amount(field(one, 'slips')) }] : []
    }),
    loose: list(field(match, 'loose')).flatMap(slipOf),
    missing: list(field(match, 'missing')).flatMap((one) =>
      slipOf(one).map((slip) => ({
        ...slip,
        documentId: text(field(one, 'documentId')),
        number: text(field(one, 'number')),
        byName: text(field(one, 'byName')),
      })),
    ),
    persons: list(field(kept, 'persons')).map((one) => ({
      name: text(field(one, 'name')),
      bills: Number(field(one, 'bills') ?? 0),
      cash: amount(field(one, 'cash')),
      upi: amount(field(one, 'upi')),
      card: amount(field(one, 'card')),
      other: amount(field(one, 'other')),
    })),
  }
}

function slipOf(one: unknown): Slip[] {
  const mode = slipModes.find((name) => name === field(one, 'mode'))
  return mode ? [{ mode, reference: text(field(one, 'reference')), amount: amount(field(one, 'amount')) }] : []
}

const field = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? Object.entries(of).find(([key]) => key === name)?.[1] : undefined
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const amount = (value: unknown): Paise => (/^-?\d+$/.test(text(value)) ? paise(BigInt(text(value))) : zero)
