import { type TenderMode, tenderModes } from '../../../core/invoice-facts.ts'
import { negate, type Paise, rupees, wholeRupees } from '../../../core/money.ts'
import { isUnionTerritory } from '../../../core/states.ts'
import type { KvRow } from '../../../web/components.views.ts'
import type { Translate } from '../../../words/index.ts'
import { isPaid } from './counter.form.ts'
import { isCashSale, type Look, requestToIssue } from './counter.look.ts'
import { entryOf, type Key, type MoneyView, type Pen, type TenderView } from './counter.views.ts'
import { owedRows, owedView } from './owed.views.ts'

/** Fields whose faults are told under the amounts, for they have no place for words of their own. */
const saidHere = ['total', 'discount', 'cash', 'upi', 'card', 'bank', 'gift_amount'] as const

export function moneyView(pen: Pen & { warned: Readonly<Record<string, string>> }, look: Look): MoneyView {
  const { t, wrong, warned } = pen
  const { priced, bill, house, party, settled } = look
  const { fields } = bill
  const { payable } = priced.totals
  const { toPay } = settled
  const active = tenderModes.find((mode) => mode === fields.active) ?? 'cash'
  const tender = (mode: TenderMode): TenderView => ({
    ...entryOf(pen, mode, fields[mode], t(`shell.mode.${mode}`)),
    mode,
    isActive: mode === active,
    qrHref: mode === 'upi' && house.upiVpa !== '' && toPay > 0n ? `/sales/drafts/${look.id}/upi` : '',
  })
  const reference = (mode: 'upi' | 'card' | 'bank') =>
    entryOf(pen, `${mode}_ref`, fields[`${mode}_ref`], t('counter.referenceOf', { mode: t(`shell.mode.${mode}`) }))
  const says = (told: Readonly<Record<string, string>>, isBad: boolean) =>
    saidHere.flatMap((name) =>
      told[name] ? [{ id: isBad ? `say-${name}` : `warn-${name}`, text: told[name], isBad }] : [],
    )
  return {
    kind: kindSaid(t, look),
    rows: rowsOf(t, look),
    pay: `₹${wholeRupees(toPay)}`,
    total: String(payable),
    tenders: [tender('cash'), tender('upi')],
    others: (['card', 'bank'] as const).map(tender),
    references: (['upi', 'card', 'bank'] as const).map(reference),
    owed: owedView(pen, look),
    areOthersOpen:
      [fields.card, fields.bank, fields.upi_ref, fields.points, fields.gift, fields.gift_amount].some(
        (text) => text !== '',
      ) ||
      active === 'card' ||
      active === 'bank',
    active,
    rest: restOf(t, look),
    says: [...says(wrong, true), ...says(warned, false)],
    isCash: isCashSale(look, requestToIssue(look, { pay: 'cash', expectedTotal: undefined })),
    hasKhata: party !== undefined,
  }
}

/** What the paper will be called, where it is no tax invoice. */
function kindSaid(t: Translate, { priced, facts }: Look): string {
  if (priced.kind === 'invoice') return ''
  return t(facts.business.taxScheme === 'composition' ? 'counter.kind.composition' : 'counter.kind.billOfSupply')
}

/** Rows that add up to the amount to pay, to the paisa. */
function rowsOf(t: Translate, look: Look): KvRow[] {
  const { priced, settled, facts } = look
  const { gross, discount, taxable, heads, roundOff } = priced.totals
  const sgst = t(isUnionTerritory(priced.placeOfSupply) ? 'sales.utgst' : 'sales.sgst')
  const isTaxed = priced.kind === 'invoice'
  const isDiscounted = discount !== 0n
  const rows: [string, Paise, boolean][] = [
    [t('counter.sum'), gross, !isTaxed || isDiscounted],
    [t('counter.discount'), negate(discount), isDiscounted],
    [t('sales.taxable'), taxable, isTaxed],
    [t('sales.cgst'), heads.cgst, isTaxed && priced.supply === 'intra'],
    [sgst, heads.sgst, isTaxed && priced.supply === 'intra'],
    [t('sales.igst'), heads.igst, isTaxed && priced.supply === 'inter'],
    [t('sales.cess'), heads.cess, heads.cess !== 0n],
    [t('sales.roundOff'), roundOff, true],
    [t('counter.bill'), priced.totals.payable, settled.toPay !== priced.totals.payable],
    ...takenRows(t, settled, facts),
    ...owedRows(t, look),
  ]
  return rows.flatMap(([label, amount, isShown]) =>
    isShown ? [{ label, value: rupees(amount), href: '', kind: 'plain' as const }] : [],
  )
}

/** What settles a part of the bill before money does. */
function takenRows(
  t: Translate,
  { exchange, taken }: Look['settled'],
  { takenIn }: Look['facts'],
): [string, Paise, boolean][] {
  const of = new Map(takenIn.map((one) => [one.itemId, one]))
  return [
    ...(exchange ? [[t('counter.lessOldGold'), negate(exchange.used), true] as [string, Paise, boolean]] : []),
    ...taken.flatMap(({ itemId, amount }): [string, Paise, boolean][] => {
      const one = of.get(itemId)
      const named = one && { kind: t(`counter.credit.${one.kind}`), number: one.number }
      return named ? [[t('counter.lessTaken', named), negate(amount), true]] : []
    }),
  ]
}

/** What the money given leaves: something to give back, to write on the khata, or still to take. */
function restOf(t: Translate, { settled, party, bill }: Look): MoneyView['rest'] {
  const { change, credit } = settled
  if (change > 0n || !party || (!isPaid(bill.fields) && credit === 0n)) {
    const isMissing = credit > 0n && isPaid(bill.fields)
    if (isMissing) return { label: t('counter.missing'), value: `₹${wholeRupees(credit)}`, tone: 'bad' }
    return { label: t('counter.giveBack'), value: `₹${wholeRupees(change)}`, tone: change > 0n ? 'good' : '' }
  }
  return { label: t('counter.onKhata'), value: `₹${wholeRupees(credit)}`, tone: '' }
}

/** Four rows of the keypad, the quick amounts at its right. */
export function keypad(t: Translate): Key[][] {
  const digits = (...values: string[]): Key[] => values.map((value) => ({ value, text: value, kind: 'digit' }))
  const note = (rupeesOf: string, value: string): Key => ({ value, text: `+ ₹${rupeesOf}`, kind: 'word' })
  return [
    [...digits('7', '8', '9'), { value: 'del', text: t('shell.delete'), kind: 'del' }],
    [...digits('4', '5', '6'), { value: 'exact', text: t('counter.exact'), kind: 'word' }],
    [...digits('1', '2', '3'), note('500', 'note-500')],
    [...digits('00', '0', '.'), note('2,000', 'note-2000')],
  ]
}
