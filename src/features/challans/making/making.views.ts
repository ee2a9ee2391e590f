import { carats, grams, mct, mg, parseCarats, parseGrams } from '../../../core/weight.ts'
import type { AreaView, FieldView, SelectView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { FoundPiece } from '../../pieces/index.ts'
import type { WeighedOut } from './making.commands.ts'
import { writeLots } from './making.form.ts'
import type { FreeLot } from './making.queries.ts'

export interface NewChallanView {
  summary: SummaryView
  head: TitleView
  id: string
  partyId: string
  tags: string
  scan: FieldView
  rows: readonly { id: string; tag: string; name: string; net: string }[]
  lots: string
  /** Undefined where no lot has anything left. */
  loose: { lot: SelectView; weight: FieldView; gross: FieldView; count: FieldView; rate: FieldView } | undefined
  dueOn: FieldView
  note: AreaView
}

declare module '../../../web/views.ts' {
  interface Views {
    'challans/new': NewChallanView
  }
}

export function newChallanView(
  t: Translate,
  {
    party,
    pieces,
    lots,
    choices,
    typed,
    errors,
  }: {
    party: { id: string; name: string }
    pieces: readonly FoundPiece[]
    lots: readonly WeighedOut[]
    choices: readonly FreeLot[]
    typed: Readonly<Record<string, string>>
    errors: FieldErrors
  },
): NewChallanView {
  const f = formFields(t, { values: typed, errors })
  return {
    summary: f.summary(['scan', 'lot', 'weight', 'gross', 'count', 'rate']),
    head: {
      title: t('challans.new.of', { name: party.name }),
      note: '',
      back: { href: '/challans', text: t('challans.title') },
      badge: undefined,
    },
    id: typed['id'] ?? '',
    partyId: party.id,
    tags: pieces.map(({ tag }) => tag).join(' '),
    scan: f.text('scan', 'challans.scan', {
      maxlength: 60,
      hint: 'challans.scan.hint',
      isOptional: true,
      isFirst: true,
    }),
    rows: [
      ...pieces.map(({ tag, itemName, purity, net }) => ({
        ...{ id: tag, tag, name: `${itemName} · ${purity}`, net: `${grams(net)} ${t('pieces.g')}` },
      })),
      ...lots.map((lot) => lotRow(t, lot, choices)),
    ],
    lots: writeLots(lots),
    loose: choices.length > 0 ? looseFields(t, f, choices) : undefined,
    dueOn: f.date('due_on', 'challans.due', { hint: 'orders.due.hint' }),
    note: f.area('note', 'orders.note', { rows: 2, maxlength: 500, isOptional: true }),
  }
}

function looseFields(
  t: Translate,
  f: ReturnType<typeof formFields>,
  choices: readonly FreeLot[],
): NonNullable<NewChallanView['loose']> {
  const short = { maxlength: 20, isOptional: true, width: 'w-s' } as const
  const lots = choices.map((lot) => ({ value: lot.id, text: `${nameOf(lot)} · ${freeOf(t, lot)}` }))
  return {
    lot: f.select('lot', 'challans.lot', [{ value: '', text: t('shell.choose') }, ...lots], { width: 'w-form' }),
    weight: f.number('weight', 'challans.lot.weight', {
      width: 'w-s',
      maxlength: 20,
      hint: 'challans.lot.weight.hint',
    }),
    gross: f.number('gross', 'challans.gross', { ...short, suffix: t('pieces.g'), hint: 'challans.lot.gross.hint' }),
    count: f.number('count', 'challans.pieces', { ...short, maxlength: 6 }),
    rate: f.money('rate', 'challans.lot.rate', { ...short, hint: 'challans.lot.rate.hint' }),
  }
}

const nameOf = ({ name, barcode, purity }: FreeLot): string => [name, barcode, purity].filter(Boolean).join(' · ')
const freeOf = (t: Translate, { kind, net, carat }: FreeLot): string =>
  kind === 'stones' ? t('papers.piece.carats', { carats: carats(carat) }) : `${grams(net)} ${t('pieces.g')}`

function lotRow(
  t: Translate,
  { id, net, count }: WeighedOut,
  choices: readonly FreeLot[],
): NewChallanView['rows'][number] {
  const lot = choices.find((one) => one.id === id)
  const weight =
    lot?.kind === 'stones'
      ? t('papers.piece.carats', { carats: carats(parseCarats(net) ?? mct(0n)) })
      : `${grams(parseGrams(net) ?? mg(0n))} ${t('pieces.g')}`
  const pieces = Number(count) > 0 ? t('challans.piecesOf', { count: Number(count) }) : ''
  return { id, tag: lot?.name ?? '', name: lot?.purity ?? '', net: [weight, pieces].filter(Boolean).join(' · ') }
}
