import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import {
  type BankFormat,
  type BankStatement,
  newLines,
  refused,
  type StatementLine,
} from '../../../core/bank-statement.ts'
import { addDays } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { plainDecimal } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isForeignKeyViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import {
  findBankAccount,
  findLastReadIfAny,
  findStatementIfAny,
  holdBankAccount,
  listKnownLines,
  listStatements,
} from '../bank.queries.ts'

export interface NewStatement {
  /** Made by the form: two presses are one. */
  readonly id: string
  readonly accountId: string
  readonly fileName: string
  /** Of the file's bytes. */
  readonly sha256: string
  readonly format: BankFormat
  readonly statement: BankStatement
}

export interface ImportDone {
  readonly id: string
  readonly added: number
  /** Lines that an earlier statement had. */
  readonly known: number
  /** The very file was read before. */
  readonly isAgain: boolean
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Keeps a statement and those of its lines that are not known yet. The balance of before the first statement becomes a line
 * of its own, for the books have it too. The same file again answers as the first time.
 * Throws Refusal 'bank.refusal.otherAccount' for the statement of another account, 'openingMatched' for one from before the
 * first when that one's opening balance is already matched; NotFound for an account that no bank keeps.
 */
export async function importStatement(
  tx: Tx,
  businessId: string,
  asked: NewStatement,
  actor: Actor,
): Promise<ImportDone> {
  const { id, accountId, statement } = asked
  await holdBankAccount(tx, businessId, accountId)
  const again = await findStatementIfAny(tx, businessId, asked)
  if (again) return { id: again.id, added: again.added, known: again.known, isAgain: true }
  await refuseOtherAccount(tx, businessId, asked)
  const known = await listKnownLines(tx, businessId, accountId, statement)
  const added = newLines(known, statement.lines)
  const done = { id, added: added.length, known: statement.lines.length - added.length, isAgain: false }
  await insertStatement(tx, businessId, asked, done, actor)
  await insertLines(tx, businessId, { statementId: id, accountId }, 'line', added)
  await moveOpening(tx, businessId, asked)
  await audit(tx, businessId, actor, {
    action: 'bank.imported',
    entity: 'bank',
    entityId: accountId,
    after: {
      file: asked.fileName,
      format: asked.format,
      from: statement.from,
      to: statement.to,
      added: done.added,
      known: done.known,
      ...(statement.closing !== null && { closing: plainDecimal(statement.closing) }),
    },
  })
  return done
}

/**
 * Takes back the statement that was read last, with the lines it added: for one that was read wrongly. Throws Refusal
 * 'bank.refusal.notLast' and 'bank.refusal.linesMatched'.
 */
export async function removeStatement(
  tx: Tx,
  businessId: string,
  { accountId, statementId }: { accountId: string; statementId: string },
  actor: Actor,
): Promise<void> {
  await holdBankAccount(tx, businessId, accountId)
  const last = await findLastReadIfAny(tx, businessId, accountId)
  if (!last) return
  if (last.id !== statementId) throw new Refusal('bank.refusal.notLast', {}, 409)
  const removed = await named<{ id: string }>(tx, removeLines, [businessId, statementId]).catch((error) => {
    throw isForeignKeyViolation(error) ? new Refusal('bank.refusal.linesMatched', {}, 409) : error
  })
  await named(tx, removeRow, [businessId, statementId])
  await audit(tx, businessId, actor, {
    action: 'bank.import.undone',
    entity: 'bank',
    entityId: accountId,
    before: { file: last.fileName, lines: removed.length },
  })
}

/** The account's number, if the file and the account's particulars or an earlier file tell it, must end alike. */
async function refuseOtherAccount(tx: Tx, businessId: string, { accountId, statement }: NewStatement): Promise<void> {
  const tail = tailOf(statement.account)
  if (tail === '') return
  const [{ last4 }, [row]] = await Promise.all([
    findBankAccount(tx, businessId, accountId),
    named<{ tail: string }>(tx, tailBefore, [businessId, accountId]),
  ])
  const wanted = last4 || row?.tail || tail
  if (wanted !== tail) throw refused('otherAccount', { tail, wanted })
}

const tailOf = (account: string): string => account.replace(/[^A-Z0-9]/gi, '').slice(-4)

/** The opening balance stands at the end of the day before the first statement; an earlier statement moves it. */
async function moveOpening(tx: Tx, businessId: string, { id, accountId, statement }: NewStatement): Promise<void> {
  const [first] = await named<{ id: string; onDate: string; isOpen: boolean }>(tx, openingLine, [businessId, accountId])
  const onDate = addDays(statement.from, -1)
  if (!first && (await listStatements(tx, businessId, accountId, { most: 2 })).length > 1) return
  if (first && first.onDate <= onDate) return
  if (first && !first.isOpen) throw refused('openingMatched')
  if (first)
    await named(tx, removeLine, [businessId, first.id]).catch((error) => {
      throw isForeignKeyViolation(error) ? refused('openingMatched') : error
    })
  const { opening } = statement
  if (opening === null || opening === 0n) return
  const line: StatementLine = { onDate, valueOn: null, amount: opening, reference: '', narration: '', balance: opening }
  await insertLines(tx, businessId, { statementId: id, accountId }, 'opening', [line])
}

function insertStatement(
  tx: Tx,
  businessId: string,
  { id, accountId, sha256, fileName, format, statement }: NewStatement,
  { added, known }: ImportDone,
  { userId, name, at }: Actor,
): Promise<unknown> {
  const { from, to, opening, closing, account } = statement
  const told = [tailOf(account), from, to, opening, closing]
  return named(tx, statementInsert, [
    businessId,
    id,
    accountId,
    sha256,
    fileName,
    format,
    ...told,
    added,
    known,
    userId,
    name,
    at,
  ])
}

async function insertLines(
  tx: Tx,
  businessId: string,
  { statementId, accountId }: { statementId: string; accountId: string },
  kind: 'line' | 'opening',
  lines: readonly StatementLine[],
): Promise<void> {
  if (lines.length === 0) return
  await named(tx, linesInsert, [
    businessId,
    accountId,
    statementId,
    kind,
    // Ids in the order of the file: lists keep the bank's order within a day.
    lines.map(() => newId()),
    lines.map((line) => line.onDate),
    lines.map((line) => line.valueOn),
    lines.map((line) => line.amount),
    lines.map((line) => line.balance),
    lines.map((line) => line.reference.slice(0, 100)),
    lines.map((line) => line.narration.slice(0, 500)),
  ])
}

const statementInsert = {
  name: 'bank.statement.insert',
  text: `
    insert into bank_statement (business_id, id, account_id, sha256, file_name, format, account_tail, from_date, to_date, opening,
      closing, added, known, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
}

const linesInsert = {
  name: 'bank.lines.insert',
  text: `
    insert into bank_line (business_id, id, account_id, statement_id, kind, on_date, value_on, amount, open_amount, balance,
      reference, narration)
    select $1, l.id, $2, $3, $4, l.on_date, l.value_on, l.amount, l.amount, l.balance, l.reference, l.narration
    from unnest($5::uuid[], $6::date[], $7::date[], $8::bigint[], $9::bigint[], $10::text[], $11::text[])
      as l (id, on_date, value_on, amount, balance, reference, narration)`,
}

const tailBefore = {
  name: 'bank.statement.tail',
  text: `
    select account_tail as tail from bank_statement where business_id = $1 and account_id = $2 and account_tail <> ''
    order by to_date desc, id desc limit 1`,
}

const openingLine = {
  name: 'bank.line.opening',
  text: `
    select id, on_date as "onDate", open_amount <> 0 as "isOpen" from bank_line
    where business_id = $1 and account_id = $2 and kind = 'opening'`,
}

const removeLines = {
  name: 'bank.lines.remove',
  text: 'delete from bank_line where business_id = $1 and statement_id = $2 returning id',
}
const removeLine = { name: 'bank.line.remove', text: 'delete from bank_line where business_id = $1 and id = $2' }
const removeRow = {
  name: 'bank.statement.remove',
  text: 'delete from bank_statement where business_id = $1 and id = $2',
}
