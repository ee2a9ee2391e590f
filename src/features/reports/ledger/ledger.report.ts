import { Type } from '@fastify/type-provider-typebox'
import { NotFound } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { together } from '../../../db/together.ts'
import type { LinkView } from '../../../web/components.views.ts'
import { withAccountNames } from '../../../words/account-name.ts'
import { findLedger, type LedgerAccount, listLedgers } from '../account-book/account-book.queries.ts'
import { accountBook, mannerOf, mannerSelect } from '../account-book/account-book.ts'
import type { ReportDefinition, ReportReader } from '../report.ts'
import { saidPeriod } from '../report.views.ts'

const url = '/reports/ledger'

export const ledgerReport: ReportDefinition = {
  name: 'ledger',
  url,
  permission: 'books.view',
  group: 'days',
  title: 'reports.ledger.title',
  answers: 'reports.ledger.answers',
  dates: 'period',
  usual: 'this-year',
  compares: true,
  keepsPlans: true,
  query: {
    account: Type.Optional(Type.String({ maxLength: 40 })),
    by: Type.Optional(Type.String({ maxLength: 10 })),
  },
  filters: async (tx, businessId, fields, { t }) => {
    const accounts = withAccountNames(t, await listLedgers(tx, businessId))
    return {
      selects: [
        fields.select('account', 'books.account', [
          { value: '', text: t('shell.choose') },
          ...accounts.map((account) => ({ value: account.id, text: account.name })),
        ]),
        mannerSelect(fields, t),
      ],
      fields: [],
    }
  },
  build: async (tx, businessId, asked, reader) => {
    const id = asked.own['account'] ?? ''
    if (id === '') return nothingChosen(reader, saidPeriod(reader, asked))
    if (!isId(id)) throw new NotFound('no such account')
    const book = { accountId: id, title: '', manner: mannerOf(asked), url, isMoney: false }
    // Asked for at once: of an account that is not there everything is nothing.
    const [found, report] = await together([
      findLedger(tx, businessId, id),
      accountBook(tx, businessId, book, asked, reader),
    ])
    const [account] = found ? withAccountNames(reader.t, [found]) : []
    if (!account) throw new NotFound('no such account')
    return { ...report, title: account.name, links: duesOf(reader, account) }
  },
}

function nothingChosen({ t }: ReportReader, note: string) {
  return {
    title: t('reports.ledger.title'),
    note,
    columns: [{ name: 'account', head: t('books.account'), kind: 'text' } as const],
    rows: [],
    empty: { title: t('reports.ledger.choose'), text: t('reports.ledger.choose.text') },
  }
}

/** Everyone's dues stand on one account; who they are is another report. */
function duesOf({ t }: ReportReader, { role }: LedgerAccount): LinkView[] {
  if (role === 'debtors') return [{ href: '/reports/receivables', text: t('reports.ledger.receivable') }]
  if (role === 'creditors') return [{ href: '/reports/payables', text: t('reports.ledger.payable') }]
  return []
}
