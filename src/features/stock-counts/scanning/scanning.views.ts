import { quantity } from '../../../core/quantity.ts'
import { isWithin } from '../../../core/stock-count.ts'
import { mg } from '../../../core/weight.ts'
import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showCount } from '../../../words/format.ts'
import { isWordKey, type Said, type Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { CountRow } from '../counts.queries.ts'
import { type CountReader, momentOf, signed, weightText, whatOf } from '../counts.views.ts'
import type { Scanned } from './scanning.commands.ts'
import type { ScanRow } from './scanning.queries.ts'

type Tone = 'good' | 'warn' | 'bad'

export interface ScanView {
  summary: SummaryView
  head: TitleView
  box: ScanBoxView
}

/** The region that each scan answers with: what the last one said, the field for the next, and the last ten. */
export interface ScanBoxView {
  action: string
  isOpen: boolean
  /** Of the next scan: sent twice, it counts once. */
  id: string
  label: string
  code: string
  error: string
  said: { tone: Tone; icon: 'check' | 'warn' | 'x'; code: string; words: string; text: string } | undefined
  /** Takes the focus; else the weight that is asked for does. */
  isFirst: boolean
  hasPlace: boolean
  place: string
  places: readonly string[]
  quantity: FieldView | undefined
  weight: FieldView | undefined
  carats: FieldView | undefined
  mine: string
  rows: readonly { id: string; code: string; words: string; text: string; tone: Tone; at: string; undo: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'counts/scan': ScanView
    'counts/_scan': ScanBoxView
  }
}

export interface ScanShown {
  count: CountRow
  scanned: Scanned | undefined
  /** Taken back just now. */
  isUndone: boolean
  typed: Readonly<Record<string, string>>
  errors: FieldErrors
  places: readonly string[]
  last: readonly ScanRow[]
  mine: number
  newId: string
}

export function scanView(reader: CountReader, shown: ScanShown, canSee: boolean): ScanView {
  const { t } = reader
  const { count, typed, errors } = shown
  return {
    summary: formFields(t, { values: typed, errors }).summary(['code']),
    head: {
      title: t('counts.scan.of', { number: count.number }),
      note: [whatOf(t, count), count.branchName].join(' · '),
      back: canSee
        ? { href: `/stock/counts/${count.id}`, text: t('counts.progress') }
        : { href: '/stock/counts/open', text: t('counts.mine.title') },
      badge: undefined,
    },
    box: scanBox(reader, shown),
  }
}

export function scanBox(reader: CountReader, shown: ScanShown): ScanBoxView {
  const { t } = reader
  const { count, scanned, typed, errors, last } = shown
  const f = formFields(t, { values: typed, errors })
  const code = errors['code']
  const first = Object.values(errors)[0]
  const labels = { pieces: 'counts.scan', items: 'counts.scan.item', lots: 'counts.scan.lot' } as const
  const isFixed = count.scope === 'counter'
  return {
    action: `/stock/counts/${count.id}/scans`,
    isOpen: count.state === 'open',
    id: shown.newId,
    label: t(labels[count.kind]),
    code: typed['code'] ?? '',
    error: code ? t(code.key, code.values) : '',
    said: first ? refused(t, first, typed['code'] ?? '') : scanned ? saidOf(reader, count, scanned) : undone(t, shown),
    isFirst: !errors['weight'] && !errors['carats'],
    hasPlace: !isFixed,
    place: typed['place'] ?? '',
    places: isFixed ? [] : shown.places,
    quantity:
      count.kind === 'items'
        ? f.number('quantity', 'counts.scan.quantity', {
            hint: 'counts.scan.quantity.hint',
            width: 'w-s',
            maxlength: 20,
          })
        : undefined,
    weight:
      count.kind === 'lots'
        ? f.number('weight', 'counts.scan.weight', {
            hint: 'counts.scan.weight.hint',
            width: 'w-s',
            maxlength: 20,
            isFirst: !!errors['weight'],
          })
        : undefined,
    carats:
      count.kind === 'lots'
        ? f.number('carats', 'counts.scan.carats', { width: 'w-s', maxlength: 20, isFirst: !!errors['carats'] })
        : undefined,
    mine: t('counts.mine.yours', { count: showCount(shown.mine) }),
    rows: last.map((scan) => {
      const { text, tone } = textOf(reader, count, scan)
      return {
        ...{ id: scan.id, code: scan.code, words: wordsOf(count, scan), text, tone, at: momentOf(reader, scan.at) },
        undo: count.state === 'open' ? `/stock/counts/${count.id}/scans/${scan.id}/undoing` : '',
      }
    }),
  }
}

const refused = (t: Translate, { key, values }: Said, code: string): ScanBoxView['said'] => ({
  ...{ tone: 'bad', icon: 'x', code, words: '', text: t(key, values) },
})

const undone = (t: Translate, { isUndone }: ScanShown): ScanBoxView['said'] =>
  isUndone ? { tone: 'good', icon: 'check', code: '', words: '', text: t('counts.undone') } : undefined

function saidOf(reader: CountReader, count: CountRow, { scan, isRepeat }: Scanned): ScanBoxView['said'] {
  const { t } = reader
  const words = wordsOf(count, scan)
  if (isRepeat) {
    const text = t('counts.says.repeat', { name: scan.byName, time: momentOf(reader, scan.at) })
    return { tone: 'warn', icon: 'warn', code: scan.code, words, text }
  }
  const { text, tone } = textOf(reader, count, scan)
  const icons = { good: 'check', warn: 'warn', bad: 'x' } as const
  return { tone, icon: icons[tone], code: scan.code, words, text }
}

const wordsOf = ({ kind }: CountRow, scan: ScanRow): string => (kind === 'pieces' ? scan.words : '')

/** What a scan said when it was made: in words as well as in colour. */
export function textOf(reader: CountReader, count: CountRow, scan: ScanRow): { text: string; tone: Tone } {
  const { t } = reader
  const [number = '', at = ''] = scan.note.split('|')
  switch (scan.outcome) {
    case 'expected':
    case 'came':
      return { text: t(`counts.says.${scan.outcome}`), tone: 'good' }
    case 'missing':
      return { text: t('counts.says.missing'), tone: 'good' }
    case 'moved':
      return {
        text: scan.bookPlace ? t('counts.says.moved', { place: scan.bookPlace }) : t('counts.says.movedNowhere'),
        tone: 'warn',
      }
    case 'other-branch':
      return { text: t('counts.says.other-branch', { place: scan.bookPlace }), tone: 'bad' }
    case 'sold':
      return number && at
        ? { text: t('counts.says.sold.on', { number, time: momentOf(reader, new Date(at)) }), tone: 'bad' }
        : { text: t('counts.says.sold'), tone: 'bad' }
    case 'quantity':
      return {
        text: t('counts.says.quantity', { quantity: quantity(scan.quantity), unit: unitOf(t, scan) }),
        tone: 'good',
      }
    case 'weight':
      return weighed(t, count, scan)
    default: {
      const key = `counts.says.${scan.outcome}`
      const text = isWordKey(key) ? t(key) : scan.outcome
      return { text: number ? [text, t('counts.says.by', { number })].join(' · ') : text, tone: 'bad' }
    }
  }
}

export function unitOf(t: Translate, { words }: { words: string }): string {
  const key = `units.${words}.symbol`
  return isWordKey(key) ? t(key) : words
}

/** In a blind count nobody weighs towards a figure. */
function weighed(t: Translate, count: CountRow, scan: ScanRow): { text: string; tone: Tone } {
  const isStones = scan.words === 'stones'
  const text = t('counts.says.weight', { weight: weightText(t, scan.weight, isStones) })
  if (count.isBlind) return { text, tone: 'good' }
  const off = mg(scan.weight - scan.bookMg)
  const isFine = isWithin(off, scan.bookMg, { mg: count.toleranceMg, bp: count.toleranceBp })
  const difference = signed(weightText(t, off, isStones), off)
  const more = t(isFine ? 'counts.says.within' : 'counts.says.beyond', { difference })
  return { text: `${text} · ${more}`, tone: isFine ? 'good' : 'warn' }
}
