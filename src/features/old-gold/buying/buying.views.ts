import { showPhone } from '../../../core/phone.ts'
import { newId } from '../../../db/ids.ts'
import type { ChoicesView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { CurrentRate } from '../../board/index.ts'
import type { Address, Party } from '../../parties/index.ts'
import { type ApprovalView, type Approver, approvalView } from '../../tills/index.ts'
import { type OldGoldEntryView, oldGoldEntryView } from '../entry/entry.views.ts'
import { oldGoldFacts } from '../old-gold.rules.ts'
import { settlings, type TypedBuying } from './buying.form.ts'

export interface BuyingView {
  summary: SummaryView
  head: TitleView
  partyId: string
  paymentId: string
  address: FieldView
  entry: OldGoldEntryView
  settle: ChoicesView
  paid: FieldView
  reference: FieldView
  /** Shown once a manager has to say yes. */
  approval: ApprovalView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'old-gold/new': BuyingView
  }
}

export interface BuyingOf {
  party: Party
  billing: Address
  rates: readonly CurrentRate[]
  typed: TypedBuying
  errors: FieldErrors
  isAdding: boolean
  /** Who may allow what is asked; none when nothing is to be allowed. */
  approving: { people: readonly Approver[]; reason: string } | undefined
}

export function buyingView(t: Translate, of: BuyingOf): BuyingView {
  const { party, rates, typed, errors, approving } = of
  const values = { settle: 'khata', address: addressOf(of.billing), ...typed }
  const f = formFields(t, { values, errors })
  const purities = rates.map(({ purityId, name }) => ({
    id: purityId,
    text: name,
  }))
  const entry = { typed, errors, purities, facts: oldGoldFacts(rates) }
  return {
    summary: f.summary(['address']),
    head: {
      title: t('oldGold.from', { party: party.name }),
      note: party.phone && showPhone(party.phone),
      back: { href: '/old-gold', text: t('oldGold.title') },
      badge: undefined,
    },
    partyId: party.id,
    paymentId: typed['payment_id'] || newId(),
    address: f.text('address', 'oldGold.address', { hint: 'oldGold.address.hint', maxlength: 200, width: 'w-form' }),
    entry: oldGoldEntryView(t, entry, { isAdding: of.isAdding }),
    settle: f.radios(
      'settle',
      'oldGold.settle.way',
      settlings.map((one) => ({ value: one, text: t(`oldGold.settle.${one}`) })),
    ),
    paid: f.money('paid', 'oldGold.paid', { hint: 'oldGold.paid.hint', isOptional: true, maxlength: 20 }),
    reference: f.text('reference', 'oldGold.reference', { isOptional: true, maxlength: 60, width: 'w-m' }),
    approval: approving && approvalView(t, approving.people, { values, errors, reason: approving.reason }),
  }
}

const addressOf = ({ address, city, pin }: Address): string => [address, city, pin].filter(Boolean).join(', ')
