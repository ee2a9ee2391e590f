import { type Paise, paise, rupees } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { carats, grams, mct, mg } from '../../../core/weight.ts'
import type { BadgeView, FieldView, Fig, KvRow, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Membership } from '../../../web/who.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { Movement } from '../movements.queries.ts'
import type { Typed } from '../movements.schema.ts'
import { listOf, type MovementLine } from '../movements.types.ts'
import { stateBadge, unitText } from '../movements.words.ts'

export interface MovementView {
  summary: SummaryView
  head: TitleView
  warning: string
  printHref: string
  pdfHref: string
  receiveHref: string
  /** The bill of a hallmark centre that has not come yet. */
  chargeHref: string
  /** Where a word about it is sent: an approval, a refusal or a cancellation. */
  approveAction: string
  refuseAction: string
  cancelAction: string
  reason: FieldView
  settleAction: string
  settleNote: FieldView
  figs: readonly Fig[]
  showsCost: boolean
  lines: readonly LineView[]
  facts: readonly KvRow[]
  events: readonly { text: string; note: string; href: string; hrefText: string }[]
}

interface LineView {
  line: number
  words: string
  href: string
  about: string
  badge: BadgeView | undefined
  quantity: string
  weight: string
  value: string
  /** What is still on the road, and whether it may be settled here. */
  open: string
  canSettle: boolean
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/show': MovementView
  }
}

export interface ShowOf {
  business: Pick<Membership, 'role' | 'zone'>
  userId: string
  typed: Typed
  errors: FieldErrors
}

export function movementView(
  { t, locale }: { t: Translate; locale: Locale },
  { head, lines, events }: Movement,
  { business, userId, typed, errors }: ShowOf,
): MovementView {
  const f = formFields(t, { values: typed, errors })
  const { role, zone } = business
  const base = `/stock/${listOf(head.form)}`
  const here = `${base}/${head.id}`
  const may = { move: can(role, 'stock.move'), approve: can(role, 'stock.approve') }
  const isOwn = head.askedBy === userId && role !== 'owner'
  const isWaiting = head.state === 'waiting'
  const date = showDate(locale, head.onDate)
  const comesBack =
    (head.form === 'transfer' && head.state === 'in-transit') || (head.form === 'hallmark' && head.state === 'out')
  const isUnbilled = head.form === 'hallmark' && head.state === 'back' && events.every(({ voucherId }) => !voucherId)
  const showsCost = can(role, 'item.cost')
  return {
    summary: f.summary(),
    head: {
      title: head.number ?? t('movements.noNumber'),
      note: [t(`movements.form.${head.form}`), date, t('orders.by', { name: head.askedByName })].join(' · '),
      back: { href: base, text: t(`movements.${listOf(head.form)}.title`) },
      badge: stateBadge(t, head.state),
    },
    warning: warningOf(t, head.state, { isOwn, mayApprove: may.approve }),
    printHref: head.documentId ? `${here}/print` : '',
    pdfHref: head.documentId ? `${here}/print.pdf` : '',
    receiveHref: comesBack && may.move ? `${here}/receive` : '',
    chargeHref: isUnbilled && may.move ? `${here}/receive` : '',
    approveAction: isWaiting && may.approve && !isOwn ? `${here}/approve` : '',
    refuseAction: isWaiting && (may.approve || head.askedBy === userId) ? `${here}/refuse` : '',
    cancelAction: head.form === 'transfer' && head.state === 'in-transit' && may.move ? `${here}/cancel` : '',
    reason: f.text('reason', 'shell.reason', { maxlength: 200 }),
    settleAction: head.state === 'differs' && may.move ? `${here}/settle` : '',
    settleNote: f.text('note', 'movements.settle.note', { maxlength: 200, hint: 'movements.settle.hint' }),
    figs: figsOf(t, head, showsCost),
    showsCost,
    lines: lines.map((line) => lineView(t, line, { isTransfer: head.form === 'transfer', mayWriteOff: may.approve })),
    facts: factsOf({ t, locale }, head, showsCost),
    events: events.map((event) => ({
      text: [t(eventKey(event.kind)), event.words].filter(Boolean).join(': '),
      note: [event.byName, showInstant(locale, zone, event.at)].join(' · '),
      href: event.voucherId && can(role, 'books.view') ? `/vouchers/${event.voucherId}` : '',
      hrefText: t('movements.voucher'),
    })),
  }
}

const eventKey = (kind: string) => {
  const wanted = `movements.event.${kind}`
  return isWordKey(wanted) ? wanted : 'movements.event.moved'
}

function warningOf(
  t: Translate,
  state: string,
  { isOwn, mayApprove }: { isOwn: boolean; mayApprove: boolean },
): string {
  if (state === 'waiting') return t(isOwn || !mayApprove ? 'movements.waits.own' : 'movements.waits.decide')
  return state === 'differs' ? t('movements.differs.help') : ''
}

function lineView(
  t: Translate,
  line: MovementLine,
  { isTransfer, mayWriteOff }: { isTransfer: boolean; mayWriteOff: boolean },
): LineView {
  const { goods, open } = line
  const weight = line.lotId || line.pieceId ? `${grams(goods.gross)} / ${grams(goods.net)}` : ''
  const amount = (of: typeof goods) => amountOf(t, line, of)
  return {
    line: line.line,
    words: line.words,
    href: line.pieceId ? `/pieces/${line.pieceId}` : line.lotId ? '/lots' : `/items/${line.itemId}`,
    about: [line.about, creditWords(t, line.credit)].filter(Boolean).join(' · '),
    badge: badgeOf(t, line, isTransfer),
    quantity: `${line.side === 'out' && !isTransfer ? '−' : ''}${amount(goods)}`,
    weight,
    value: rupees(goods.value),
    open: isTransfer && open.quantity > 0n ? amount(open) : '',
    canSettle: isTransfer && open.quantity > 0n && mayWriteOff,
  }
}

const amountOf = (
  t: Translate,
  { pieceId, lotId, unit }: MovementLine,
  { quantity: of, pieces }: MovementLine['goods'],
) => {
  if (pieceId) return t('movements.onePiece')
  if (lotId) return `${grams(mg(of))} g${pieces > 0 ? ` · ${pieces}` : ''}`
  return `${quantity(of)} ${unitText(t, unit)}`
}

function badgeOf(
  t: Translate,
  { outcome, outcomeNote, reason, side }: MovementLine,
  isTransfer: boolean,
): BadgeView | undefined {
  if (outcome === 'marked') return { text: t('movements.line.marked', { huid: outcomeNote }), tone: 'good' }
  if (outcome === 'rejected') return { text: t('movements.line.rejected', { reason: outcomeNote }), tone: 'bad' }
  if (outcome === 'written-off') return { text: t('movements.line.writtenOff', { reason: outcomeNote }), tone: 'bad' }
  if (outcome === 'found') return { text: t('movements.line.found'), tone: 'good' }
  if (isTransfer) return undefined
  const key = `movements.reason.${reason}`
  if (isWordKey(key)) {
    const words = [side === 'in' ? t('items.direction.more') : '', t(key)].filter(Boolean)
    return { text: words.join(' · '), tone: 'plain' }
  }
  return undefined
}

const creditWords = (t: Translate, credit: Paise): string =>
  credit > 0n ? t('movements.line.credit', { amount: rupees(credit) }) : ''

/** Of a melting and of the bench: what went in, what came out, and what was lost between. */
function figsOf(t: Translate, { form, figures }: Movement['head'], showsCost: boolean): Fig[] {
  if (form !== 'melting' && form !== 'workshop') return []
  const of = (name: string): bigint => BigInt(figures[name] ?? '0')
  const fine = (name: string) => t('movements.melt.fine', { fine: grams(mg(of(name))) })
  const weight = (net: bigint, note: string): Omit<Fig, 'label'> => ({
    ...{ value: grams(mg(net)), unit: 'g', note, tone: '' },
  })
  const percent = (bp: bigint): string => `${bp / 100n}.${String(bp % 100n).padStart(2, '0')} %`
  const allowed = { loss: percent(of('loss_bp')), allowed: percent(of('allowance_bp')) }
  const lost: Omit<Fig, 'label'> =
    form === 'workshop'
      ? weight(of('loss'), [fine('loss_fine'), lostStones(of('loss_carat'))].filter(Boolean).join(' · '))
      : {
          ...weight(of('net_in') - of('net_out'), t('movements.melt.allowed', allowed)),
          tone: figures['is_over'] === 'yes' ? 'bad' : 'good',
        }
  const extra = of('extra') > 0n ? t('movements.workshop.extraOf', { amount: rupees(paise(of('extra'))) }) : ''
  return [
    { label: t('movements.melt.in'), ...weight(of('net_in'), fine('fine_in')) },
    { label: t('movements.melt.out'), ...weight(of('net_out'), fine('fine_out')) },
    { label: t('movements.melt.loss'), ...lost },
    ...(showsCost
      ? [
          {
            ...{ label: t('movements.melt.value'), value: rupees(paise(of('loss_paise'))), unit: '₹' },
            ...{ note: extra, tone: '' as const },
          },
        ]
      : []),
  ]
}

const lostStones = (carat: bigint): string => (carat > 0n ? `${carats(mct(carat))} ct` : '')

function factsOf({ t, locale }: { t: Translate; locale: Locale }, head: Movement['head'], showsCost: boolean): KvRow[] {
  const fact = (label: string, value: string, href = ''): KvRow[] =>
    value === '' ? [] : [{ label, value, href, kind: 'plain' }]
  const { figures } = head
  return [
    ...fact(t(head.toBranchId ? 'movements.from' : 'shell.branch'), head.branchName),
    ...fact(t('movements.to'), head.toBranchName ?? ''),
    ...fact(t('movements.counter'), head.toCounter),
    ...fact(t('movements.centre'), head.partyName ?? '', head.partyId ? `/parties/${head.partyId}` : ''),
    ...fact(t('challans.due'), head.dueOn ? showDate(locale, head.dueOn) : ''),
    ...fact(
      t('movements.kit'),
      figures['kit'] ? `${quantity(milli(BigInt(figures['kits'] ?? '0')))} × ${figures['kit']}` : '',
    ),
    ...fact(t('movements.note'), head.note),
    ...(showsCost
      ? [{ label: t('challans.value'), value: `₹${rupees(head.value)}`, href: '', kind: 'b' as const }]
      : []),
    ...fact(t('movements.closedBy'), head.closedByName),
    ...fact(t('shell.reason'), head.closedReason),
  ]
}
