import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { leftOf } from '../../../core/purchase-return.ts'
import {
  type PurchaseReturnRequest,
  type ReturnableLine,
  type ReturnSource,
  returnReasons,
  type SentLine,
} from '../../../core/purchase-return-facts.ts'
import { milli, parseQuantity, quantity } from '../../../core/quantity.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'

export type Typed = Readonly<Record<string, string>>

/** What a blank form holds: what was rejected at the door is offered first. */
export function blankForm(id: string, lines: readonly ReturnableLine[], today: IsoDate): Typed {
  const rejected = lines
    .filter((line) => line.rejected > 0n)
    .map((line) => [`x.${line.line}`, quantity(line.rejected)] as const)
  const onDate = today.split('-').toReversed().map(Number).join('/')
  return { id, on_date: onDate, reason: rejected.length > 0 ? 'quality' : 'damaged', ...Object.fromEntries(rejected) }
}

export interface ParsedReturn {
  request: PurchaseReturnRequest
  errors: FieldErrors
}

/** Reads the form; a line where nothing is typed stays. */
export function parseReturn(
  typed: Typed,
  { source, lines, today }: { source: ReturnSource; lines: readonly ReturnableLine[]; today: IsoDate },
): ParsedReturn {
  const errors: Record<string, Said> = {}
  const read = (name: string): bigint | undefined => {
    const text = typed[name]?.trim() ?? ''
    if (text === '') return undefined
    const count = parseQuantity(text)
    if (count === undefined) errors[name] = { key: 'fields.quantity' }
    return count
  }
  const sent = lines.flatMap((line): SentLine[] => {
    const rejected = read(`x.${line.line}`)
    const none = { line: line.line, pieceIds: [] }
    const own: SentLine[] =
      rejected === undefined || rejected === 0n ? [] : [{ ...none, quantity: milli(rejected), isRejected: true }]
    if (line.tracking === 'piece') {
      const pieceIds = piecesTyped(line, typed[`p.${line.line}`] ?? '', errors)
      const pieces = milli(BigInt(pieceIds.length) * 1000n)
      return pieceIds.length === 0 ? own : [...own, { ...none, quantity: pieces, pieceIds, isRejected: false }]
    }
    const count = read(`q.${line.line}`)
    return count === undefined || count === 0n ? own : [...own, { ...none, quantity: milli(count), isRejected: false }]
  })
  const onDate = (typed.on_date ?? '').trim() === '' ? today : parseDate(typed.on_date ?? '', today)
  if (onDate === undefined) errors.on_date = { key: 'fields.date' }
  const reason = returnReasons.find((one) => one === typed.reason) ?? 'damaged'
  const request = { id: typed.id ?? '', source, onDate: onDate ?? today, reason, note: (typed.note ?? '').trim() }
  return { request: { ...request, lines: sent }, errors }
}

/** Tags, scanned one after the other. */
function piecesTyped(line: ReturnableLine, typed: string, errors: Record<string, Said>): string[] {
  const tags = typed
    .split(/[\s,;]+/)
    .map((tag) => tag.toUpperCase())
    .filter(Boolean)
  return tags.flatMap((tag) => {
    const piece = line.pieces.find((one) => one.tag.toUpperCase() === tag)
    if (!piece) errors[`p.${line.line}`] = { key: 'purchaseReturns.refusal.otherTag', values: { tag } }
    return piece ? [piece.id] : []
  })
}

/** Whether anything of it may still go back. */
export const canGoBack = (line: ReturnableLine, isBilled: boolean): boolean =>
  line.rejected > 0n || leftOf(line, isBilled) > 0n
