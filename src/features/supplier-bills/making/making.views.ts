import { states } from '../../../core/states.ts'
import { billedMetals } from '../../../core/supplier-bill-facts.ts'
import type {
  AreaView,
  CheckView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { type FormFields, formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { stateSaid } from '../../parties/index.ts'
import type { FiguresView } from './figures.views.ts'
import {
  type BillCellView,
  type CellError,
  type CellSelectView,
  cellsOf,
  type LinesOf,
  type OwnRowView,
  ownView,
  type Reader,
  type ReceivedRowView,
  receivedView,
} from './lines.views.ts'
import type { BillParty } from './making.facts.ts'
import { freightField, mostOwn, ownRows, type Typed } from './making.form.ts'

export interface NewBillView {
  summary: SummaryView
  head: TitleView
  id: string
  partyId: string
  /** Goods on approval that this bill began with. */
  approval: string
  rowCount: number
  canAdd: boolean
  theirNumber: FieldView
  theirDate: FieldView
  onDate: FieldView
  due: FieldView
  said: FieldView
  /** The bill that bears this number already; empty for none. */
  twinHref: string
  received: readonly ReceivedRowView[]
  /** Where all rows are chosen; empty where there are none. */
  takeAllHref: string
  moreReceived: string
  own: readonly OwnRowView[]
  names: readonly string[]
  supplierState: SelectView
  place: SelectView
  reverseCharge: CheckView
  isTaxOpen: boolean
  freight: {
    words: BillCellView
    hsn: BillCellView
    price: BillCellView
    cess: BillCellView
    rate: CellSelectView
    credit: CellSelectView
    how: CellSelectView
    errors: readonly CellError[]
  }
  discount: FieldView
  roundOff: FieldView
  basis: ChoicesView
  metal: SelectView
  fine: FieldView
  metalRate: FieldView
  /** A jeweller's business buys metal by weight. */
  hasMetal: boolean
  note: AreaView
  attachmentError: string
  figures: FiguresView
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/new': NewBillView
    'supplier-bills/_cell': BillCellView
    'supplier-bills/_choice': CellSelectView
  }
}

export interface NewBillOf extends LinesOf {
  typed: Typed
  party: BillParty
  hasMoreReceived: boolean
  isJeweller: boolean
  twinId: string
  figures: FiguresView
}

export function newBillView(reader: Reader, of: NewBillOf): NewBillView {
  const { t } = reader
  const { typed, errors, party } = of
  const f = formFields(t, { values: typed, errors })
  const places = states.map(({ code }) => ({ value: code, text: stateSaid(t, code) }))
  const usual = { value: '', text: t('supplierBills.state.usual') }
  return {
    summary: f.summary(['their_number', 'their_date', 'on_date']),
    head: {
      title: t('supplierBills.new.of', { name: party.name }),
      note: party.hasGstin ? party.snapshot.gstin : t('supplierBills.noGstin'),
      back: { href: '/purchases/bills', text: t('supplierBills.title') },
      badge: undefined,
    },
    id: typed['id'] ?? '',
    partyId: party.id,
    approval: typed['approval'] ?? '',
    ...headOf(f),
    twinHref: of.twinId === '' ? '' : `/purchases/bills/${of.twinId}`,
    received: of.received.map((one) => receivedView(reader, f, of, one)),
    takeAllHref: of.received.length > 0 ? `/purchases/bills/new?party=${party.id}&take=all` : '',
    moreReceived: of.hasMoreReceived ? t('supplierBills.received.more', { count: of.received.length }) : '',
    own: ownRows(typed).map((row) => ownView(t, f, of, row)),
    rowCount: ownRows(typed).length,
    canAdd: ownRows(typed).length < mostOwn,
    names: of.names,
    supplierState: f.select('supplier_state', 'supplierBills.supplierState', [usual, ...places], { width: 'w-form' }),
    place: f.select('place', 'supplierBills.place', [usual, ...places], { width: 'w-form' }),
    reverseCharge: f.check('reverse_charge', 'supplierBills.reverseCharge', {
      hint: 'supplierBills.reverseCharge.hint',
    }),
    isTaxOpen: ['supplier_state', 'place', 'reverse_charge', 'discount', 'round_off'].some(
      (name) => (typed[name] ?? '') !== '' || errors[name] !== undefined,
    ),
    freight: freightView(t, f, of),
    discount: f.money('discount', 'supplierBills.discount', { hint: 'supplierBills.discount.hint', isOptional: true }),
    roundOff: f.money('round_off', 'supplierBills.roundOff', { hint: 'supplierBills.roundOff.hint', isOptional: true }),
    ...metalOf(t, f),
    hasMetal: of.isJeweller,
    note: f.area('note', 'supplierBills.note', { rows: 2, maxlength: 500, isOptional: true, width: 'w-form' }),
    attachmentError: errors['attachment'] ? t(errors['attachment'].key, errors['attachment'].values) : '',
    figures: of.figures,
  }
}

const headOf = (f: FormFields) => ({
  theirNumber: f.text('their_number', 'supplierBills.theirNumber', { maxlength: 40, width: 'w-m', isFirst: true }),
  theirDate: f.date('their_date', 'supplierBills.theirDate', { maxlength: 20 }),
  onDate: f.date('on_date', 'supplierBills.onDate', { maxlength: 20 }),
  due: f.date('due', 'supplierBills.due', { maxlength: 20, isOptional: true }),
  said: f.money('said', 'supplierBills.said', { isOptional: true }),
})

const metalOf = (t: Translate, f: FormFields) => ({
  basis: f.radios('basis', 'supplierBills.basis', [
    { value: 'rupees', text: t('supplierBills.basis.rupees') },
    { value: 'weight', text: t('supplierBills.basis.weight') },
  ]),
  metal: f.select(
    'metal',
    'supplierBills.metal',
    billedMetals.map((metal) => ({ value: metal, text: t(`supplierBills.metal.${metal}`) })),
  ),
  fine: f.number('fine', 'supplierBills.fine', { suffix: 'g', hint: 'supplierBills.fine.hint' }),
  metalRate: f.money('metal_rate', 'supplierBills.metalRate', { hint: 'supplierBills.metalRate.hint' }),
})

function freightView(t: Translate, f: FormFields, of: NewBillOf): NewBillView['freight'] {
  const cell = cellsOf(t, f, of, freightField, t('supplierBills.freight'))
  return {
    words: cell.text('words', 120),
    hsn: cell.text('hsn', 8),
    price: cell.number('price'),
    cess: cell.number('cess'),
    rate: cell.rate(),
    credit: cell.credit(),
    how: cell.select('how', [
      { value: 'spread', text: t('supplierBills.freight.spread') },
      { value: 'landed', text: t('supplierBills.freight.landed') },
    ]),
    errors: cell.errors(['hsn', 'price', 'rate', 'cess']),
  }
}
