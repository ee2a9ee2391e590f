import { stateName } from '../../../core/states.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type BookAccount, type BookParty, listAccounts, listAllParties } from '../books.queries.ts'
import { distinctNames } from '../distinct-names.ts'
import { listItems } from './items.queries.ts'
import { envelopeEnd, envelopeStart, inMessage } from './tally.xml.ts'

/** The ledger of each account and of each party, by the name that it has in Tally. */
export interface Ledgers {
  ofAccount(accountId: string): string
  ofParty(partyId: string): string
}

// In Tally a party is a ledger of its own, so the accounts that ours stand on have none.
const isControl = ({ role }: BookAccount): boolean => role === 'debtors' || role === 'creditors'

export function ledgersOf(accounts: readonly BookAccount[], parties: readonly BookParty[]): Ledgers {
  const posted = accounts.filter((account) => !account.isGroup && !isControl(account))
  const names = distinctNames([
    ...posted.map(({ id, name, code }) => ({ id, name, mark: code })),
    ...parties.map(({ id, name }) => ({ id, name, mark: id.slice(-6) })),
  ])
  return { ofAccount: (id) => names.get(id) ?? id, ofParty: (id) => names.get(id) ?? id }
}

/** Groups, ledgers, units and stock items, in the order in which each needs those before it. Read into Tally first. */
export async function* tallyMasters(tx: Tx, businessId: string, company: string): AsyncGenerator<string> {
  const [accounts, parties] = [await listAccounts(tx, businessId), await listAllParties(tx, businessId)]
  const items = await listItems(tx, businessId)
  const ledgers = ledgersOf(accounts, parties)
  const groupName = new Map(accounts.filter(({ isGroup }) => isGroup).map(({ id, name }) => [id, name]))
  const parentOf = ({ parentId }: BookAccount): string => groupName.get(parentId ?? '') ?? 'Primary'
  yield envelopeStart('All Masters', company)
  yield accounts
    .filter(({ isGroup, name }) => isGroup && !ofTally.has(name))
    .map((group) => inMessage('GROUP', group.name, { ...named(group.name), PARENT: parentOf(group) }))
    .join('')
  yield accounts
    .filter((account) => !account.isGroup && !isControl(account))
    .map((account) => ledgerXml(ledgers.ofAccount(account.id), { PARENT: parentOf(account), ISBILLWISEON: 'No' }))
    .join('')
  yield parties.map((party) => partyXml(ledgers.ofParty(party.id), party)).join('')
  yield [...new Set(items.map(({ unit }) => unit))]
    .map((unit) => inMessage('UNIT', unit, { NAME: unit, ISSIMPLEUNIT: 'Yes' }))
    .join('')
  const itemNames = distinctNames(items.map(({ id, name }) => ({ id, name, mark: id.slice(-6) })))
  yield items.map(({ id, unit, hsn }) => itemXml(itemNames.get(id) ?? id, unit, hsn)).join('')
  yield envelopeEnd
}

const named = (name: string) => ({ 'NAME.LIST': { NAME: name } })

const ledgerXml = (name: string, fields: Record<string, string>): string =>
  inMessage('LEDGER', name, { ...named(name), ...fields })

function partyXml(name: string, party: BookParty): string {
  const parent = party.isSupplier && !party.isCustomer ? 'Sundry Creditors' : 'Sundry Debtors'
  return ledgerXml(name, {
    PARENT: parent,
    ISBILLWISEON: 'Yes',
    ...(party.gstin === '' ? {} : { PARTYGSTIN: party.gstin }),
    ...(party.state === '' ? {} : { LEDSTATENAME: stateName(party.state) ?? '' }),
  })
}

const itemXml = (name: string, unit: string, hsn: string): string =>
  inMessage('STOCKITEM', name, { ...named(name), BASEUNITS: unit, ...(hsn === '' ? {} : { GSTHSNCODE: hsn }) })

/** The groups that every company in Tally has from the start. */
const ofTally: ReadonlySet<string> = new Set([
  'Capital Account',
  'Reserves & Surplus',
  'Loans (Liability)',
  'Bank OD A/c',
  'Secured Loans',
  'Unsecured Loans',
  'Current Liabilities',
  'Duties & Taxes',
  'Provisions',
  'Sundry Creditors',
  'Suspense A/c',
  'Fixed Assets',
  'Investments',
  'Current Assets',
  'Cash-in-Hand',
  'Bank Accounts',
  'Stock-in-Hand',
  'Sundry Debtors',
  'Deposits (Asset)',
  'Loans & Advances (Asset)',
  'Sales Accounts',
  'Direct Incomes',
  'Indirect Incomes',
  'Purchase Accounts',
  'Direct Expenses',
  'Indirect Expenses',
])
