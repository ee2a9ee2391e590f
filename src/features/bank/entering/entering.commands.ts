import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { negate, type Paise } from '../../../core/money.ts'
import type { EntryLine, LinesKind } from '../../../core/voucher-facts.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { accountsByRole } from '../../books/index.ts'
import { enterVoucher } from '../../vouchers/index.ts'
import { match } from '../matching/matching.commands.ts'
import type { EnterRequest } from './entering.form.ts'

export interface BankLine {
  readonly id: string
  readonly accountId: string
  readonly onDate: IsoDate
  readonly amount: Paise
  readonly reference: string
  readonly narration: string
  readonly isOpen: boolean
}

/** A line that moved money. Throws NotFound, also for the opening balance, which is nobody's payment. */
export async function findLine(tx: Tx, businessId: string, accountId: string, id: string): Promise<BankLine> {
  const [row] = isId(id) ? await named<BankLine>(tx, lineById, [businessId, accountId, id]) : []
  if (!row) throw new NotFound('no such line')
  return row
}

/**
 * Enters in the books what the bank's line says, on the line's day, and matches the two at once. Pressed twice, it answers as
 * the first time. Throws VoucherRefused with the reasons of the voucher, Refusal 'bank.refusal.taken' when the line was
 * matched in the meantime, and whatever `match` throws.
 */
export async function enterFromLine(
  tx: Tx,
  businessId: string,
  { id, accountId, lineId, entry }: { id: string; accountId: string; lineId: string; entry: EnterRequest },
  actor: Actor,
): Promise<{ number: string }> {
  const line = await findLine(tx, businessId, accountId, lineId)
  const isAgain = await isEntered(tx, businessId, id)
  if (!line.isOpen && !isAgain) throw new Refusal('bank.refusal.taken', {}, 409)
  const other = await otherLine(tx, businessId, entry, negate(line.amount))
  const request = {
    id,
    kind: kindOf(entry, line.amount),
    onDate: line.onDate,
    narration: entry.narration,
    lines: [{ accountId, amount: line.amount }, other],
  }
  const { number } = await enterVoucher(tx, businessId, request, actor, { mayBackdate: true })
  const [posted] = await named<{ line: number }>(tx, lineOfVoucher, [businessId, id, accountId])
  if (!posted) throw new Error(`voucher ${id} has no line on the bank's account`)
  const entries = [{ voucherId: id, line: posted.line }]
  await match(tx, businessId, accountId, { lineIds: [lineId], entries, reason: 'entered' }, actor)
  return { number }
}

/** What stands against the bank. */
async function otherLine(tx: Tx, businessId: string, entry: EnterRequest, amount: Paise): Promise<EntryLine> {
  switch (entry.what) {
    case 'party':
      return { partyId: entry.partyId, amount, itemAs: 'on-account' }
    case 'charges':
      return { accountId: accountOf(await accountsByRole(tx, businessId), 'bank-charges'), amount }
    case 'interest':
      return { accountId: accountOf(await accountsByRole(tx, businessId), 'other-income'), amount }
    case 'money':
    case 'account':
      return { accountId: entry.accountId, amount }
  }
}

const kindOf = ({ what }: EnterRequest, amount: Paise): LinesKind =>
  what === 'money' ? 'contra' : amount > 0n ? 'receipt' : 'payment'

async function isEntered(tx: Tx, businessId: string, id: string): Promise<boolean> {
  const rows = await named<{ id: string }>(tx, voucherById, [businessId, id])
  return rows.length > 0
}

const lineById = {
  name: 'bank.line.find',
  text: `
    select id, account_id as "accountId", on_date as "onDate", amount, reference, narration, open_amount <> 0 as "isOpen"
    from bank_line where business_id = $1 and account_id = $2 and id = $3 and kind = 'line'`,
}
const voucherById = { name: 'bank.voucher.once', text: 'select id from voucher where business_id = $1 and id = $2' }
const lineOfVoucher = {
  name: 'bank.voucher.line',
  text: 'select line from posting where business_id = $1 and voucher_id = $2 and account_id = $3 order by line limit 1',
}
