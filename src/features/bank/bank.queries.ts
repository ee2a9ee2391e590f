import type { BankFormat, KnownLine } from '../../core/bank-statement.ts'
import type { IsoDate } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

export interface BankAccount {
  id: string
  name: string
  /** As the account's particulars have them; empty for none. */
  bankName: string
  last4: string
}

/** An account that a bank keeps. Throws NotFound for any other. */
export async function findBankAccount(tx: Tx, businessId: string, id: string): Promise<BankAccount> {
  const [row] = isId(id) ? await named<BankAccount>(tx, accountById, [businessId, id]) : []
  if (!row) throw new NotFound('no such bank account')
  return row
}

/** The same, held until the transaction ends: two who read statements or match at once take turns; vouchers pass. */
export async function holdBankAccount(tx: Tx, businessId: string, id: string): Promise<void> {
  const rows = isId(id) ? await named<{ id: string }>(tx, accountHeld, [businessId, id]) : []
  if (rows.length === 0) throw new NotFound('no such bank account')
}

const accountById = {
  name: 'bank.account',
  text: `
    select a.id, a.name, coalesce(b.bank_name, '') as "bankName", coalesce(b.number_last4, '') as last4
    from account a left join bank_account b on b.business_id = a.business_id and b.account_id = a.id
    where a.business_id = $1 and a.id = $2 and a.money = 'bank'`,
}

const accountHeld = {
  name: 'bank.account.hold',
  text: `select id from account where business_id = $1 and id = $2 and money = 'bank' for no key update`,
}

export interface StatementRow {
  id: string
  format: BankFormat
  fileName: string
  from: IsoDate
  to: IsoDate
  opening: Paise | null
  closing: Paise | null
  added: number
  known: number
  byName: string
  at: Date
}

const statementColumns = `s.id, s.format, s.file_name as "fileName", s.from_date as "from", s.to_date as "to", s.opening,
  s.closing, s.added, s.known, s.by_name as "byName", s.at`

/** Behind which statement a page begins. */
export interface StatementCursor {
  readonly to: IsoDate
  readonly at: string
  readonly id: string
}

/** The last statements of an account, newest first. */
export function listStatements(
  tx: Tx,
  businessId: string,
  accountId: string,
  {
    upTo = 'infinity',
    most,
    cursor,
  }: { upTo?: IsoDate | undefined; most: number; cursor?: StatementCursor | undefined },
): Promise<StatementRow[]> {
  const after = cursor ? [cursor.to, cursor.at, cursor.id] : ['infinity', 'infinity', lastId]
  return named<StatementRow>(tx, statements, [businessId, accountId, upTo, most, ...after])
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The statement that was read last, whatever its days; undefined before the first. */
export async function findLastReadIfAny(
  tx: Tx,
  businessId: string,
  accountId: string,
): Promise<{ id: string; fileName: string } | undefined> {
  const [row] = await named<{ id: string; fileName: string }>(tx, lastRead, [businessId, accountId])
  return row
}

const lastRead = {
  name: 'bank.statement.last',
  text: `
    select id, file_name as "fileName" from bank_statement where business_id = $1 and account_id = $2
    order by at desc, id desc limit 1`,
}

const statements = {
  name: 'bank.statements',
  text: `
    select ${statementColumns} from bank_statement s
    where s.business_id = $1 and s.account_id = $2 and s.to_date <= $3::date
      and (s.to_date, s.at, s.id) < ($5::date, $6::timestamptz, $7::uuid)
    order by s.to_date desc, s.at desc, s.id desc limit $4`,
}

/** Read before under this id, or the very same file. */
export async function findStatementIfAny(
  tx: Tx,
  businessId: string,
  of: { id: string; accountId: string; sha256: string },
): Promise<StatementRow | undefined> {
  const [row] = await named<StatementRow>(tx, statementOnce, [businessId, of.id, of.accountId, of.sha256])
  return row
}

const statementOnce = {
  name: 'bank.statement.once',
  text: `
    select ${statementColumns} from bank_statement s
    where s.business_id = $1 and s.account_id = $3 and (s.id = $2 or s.sha256 = $4) limit 1`,
}

/** The lines of an account that are known between two days. */
export const listKnownLines = (
  tx: Tx,
  businessId: string,
  accountId: string,
  { from, to }: { from: IsoDate; to: IsoDate },
): Promise<KnownLine[]> => named<KnownLine>(tx, knownLines, [businessId, accountId, from, to])

const knownLines = {
  name: 'bank.lines.known',
  text: `
    select on_date as "onDate", amount, reference, balance from bank_line
    where business_id = $1 and account_id = $2 and kind = 'line' and on_date between $3 and $4`,
}
