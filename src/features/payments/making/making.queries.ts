import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { type ListedItem, listMoneyAccounts, listOpenItems, type MoneyAccount } from '../../books/index.ts'
import { findParty, type Party } from '../../parties/index.ts'
import type { Direction } from '../payments.rules.ts'

/** Whom the money comes from or goes to, with everything open between the two. */
export interface Dues {
  party: Party
  items: readonly ListedItem[]
  /** Cash boxes and bank accounts in use. */
  accounts: readonly MoneyAccount[]
}

/** Throws NotFound. */
export async function findDues(tx: Tx, businessId: string, partyId: string): Promise<Dues> {
  const [party, items, accounts] = await together([
    findParty(tx, businessId, partyId),
    isId(partyId) ? listOpenItems(tx, businessId, partyId) : [],
    listMoneyAccounts(tx, businessId),
  ])
  return { party, items, accounts }
}

/** Whose paper a bill is: the address of a bill's page says "receive" with nothing but its own id. */
export async function findPartyOfPaper(tx: Tx, businessId: string, documentId: string): Promise<string | undefined> {
  if (!isId(documentId)) return undefined
  const [row] = await named<{ party: string | null }>(tx, partyOfPaper, [businessId, documentId])
  return row?.party ?? undefined
}

export interface Owing {
  id: string
  name: string
  phone: string
  /** Above zero the party owes, below it is owed. */
  balance: Paise
}

/** Who owes most, or is owed most: whose money is likeliest to come or go. */
export async function listMostOwing(tx: Tx, businessId: string, direction: Direction): Promise<Owing[]> {
  return named(tx, direction === 'receipt' ? mostOwing : mostOwed, [businessId])
}

const partyOfPaper = {
  name: 'payments.paper.party',
  text: 'select party_id as party from document where business_id = $1 and id = $2',
}

const balances = (sign: '>' | '<', order: 'desc' | 'asc') => `
  select p.id, p.name, p.phone, b.amount as balance
  from party_balance b join party p on p.business_id = b.business_id and p.id = b.party_id
  where b.business_id = $1 and b.commodity = 'INR' and b.amount <> 0 and b.amount ${sign} 0
  order by b.amount ${order}, b.party_id ${order} limit 8`
const mostOwing = { name: 'payments.most_owing', text: balances('>', 'desc') }
const mostOwed = { name: 'payments.most_owed', text: balances('<', 'asc') }
