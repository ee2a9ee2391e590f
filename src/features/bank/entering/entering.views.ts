import type {
  ChoicesView,
  FieldView,
  KvRow,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate } from '../../../words/format.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { BankAccount } from '../bank.queries.ts'
import { movedView, type Reader } from '../bank.views.ts'
import type { BankLine } from './entering.commands.ts'
import { choicesFor, type TypedEntry } from './entering.form.ts'
import type { NamedParty, OtherAccount } from './entering.queries.ts'

export interface EnterView {
  summary: SummaryView
  head: TitleView
  action: string
  backTo: string
  id: string
  line: string
  q: string
  facts: readonly KvRow[]
  what: ChoicesView
  party: SelectView
  money: SelectView
  account: SelectView
  narration: FieldView
  refusal: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'bank/voucher': EnterView
  }
}

export function enterView(
  { t, locale }: Reader,
  {
    account,
    line,
    parties,
    others,
  }: { account: BankAccount; line: BankLine; parties: readonly NamedParty[]; others: readonly OtherAccount[] },
  { id, q, typed, errors, refusal }: { id: string; q: string; typed: TypedEntry; errors: FieldErrors; refusal: string },
): EnterView {
  const f = formFields(t, { values: { ...typed }, errors })
  const base = `/books/bank/${account.id}`
  const isIn = line.amount > 0n
  const { amount, side } = movedView(t, line.amount)
  const fact = (label: string, value: string, kind: KvRow['kind'] = 'plain'): KvRow => ({
    label,
    value,
    href: '',
    kind,
  })
  const plain = f.summary(['what', 'party', 'money', 'account', 'narration'])
  const choose = { value: '', text: t('shell.choose') }
  return {
    summary: refusal
      ? { prefix: `${t('shell.errorTitle')} `, links: [{ href: '#refusal', text: refusal }, ...plain.links] }
      : plain,
    head: {
      title: t('bank.enter.title'),
      note: '',
      back: { href: base, text: accountName(t, account.name) },
      badge: undefined,
    },
    action: `${base}/voucher`,
    backTo: base,
    id,
    line: line.id,
    q,
    facts: [
      fact(t('shell.date'), showDate(locale, line.onDate)),
      fact(t('bank.line'), line.narration || t('bank.noWords')),
      ...(line.reference ? [fact(t('shell.reference'), line.reference)] : []),
      fact(t('shell.amountRupees'), `${amount} ${side}`, 'b'),
    ],
    what: f.radios(
      'what',
      'bank.enter.what',
      choicesFor(isIn).map((choice) => ({ value: choice, text: t(wordOf(choice, isIn)) })),
    ),
    party: f.select('party', 'shell.party', [choose, ...parties.map(({ id, name }) => ({ value: id, text: name }))]),
    money: f.select('money', 'bank.enter.moneyAccount', [
      choose,
      ...others
        .filter(({ money }) => money !== null)
        .map(({ id, name }) => ({ value: id, text: accountName(t, name) })),
    ]),
    account: f.select('account', 'bank.enter.account', [
      choose,
      ...others
        .filter(({ money }) => money === null)
        .map(({ id, name, code }) => ({ value: id, text: `${accountName(t, name)} · ${code}` })),
    ]),
    narration: f.text('narration', 'bank.column.narration', { maxlength: 200, isOptional: true }),
    refusal,
  }
}

function wordOf(choice: ReturnType<typeof choicesFor>[number], isIn: boolean) {
  switch (choice) {
    case 'party':
      return isIn ? 'bank.enter.receipt' : 'bank.enter.payment'
    case 'charges':
      return 'bank.enter.charges'
    case 'interest':
      return 'bank.enter.interest'
    case 'money':
      return isIn ? 'bank.enter.moneyIn' : 'bank.enter.moneyOut'
    case 'account':
      return 'bank.enter.other'
  }
}
