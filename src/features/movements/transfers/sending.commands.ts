import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { negate, type Paise, sum } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { type BranchHouse, findBranchHouse } from '../../old-gold/index.ts'
import { movePieces } from '../../pieces/index.ts'
import type { PartySnapshot } from '../../sales/index.ts'
import { type GoodsFacts, lockGoods } from '../goods/goods.facts.ts'
import { changeLots, partMoves, stockMove, writeMoves } from '../goods/goods.moving.ts'
import { type AskedGoods, type TakenGoods, takeGoods } from '../goods/goods.taking.ts'
import { claim, finish, insertLines, postStock, writeEvent, writePaper } from '../movements.writes.ts'

export interface TransferRequest {
  readonly id: string
  readonly branchId: string
  readonly toBranchId: string
  readonly lines: readonly AskedGoods[]
  readonly note: string
}

/**
 * Goods leave a branch for another under a delivery challan (CGST Rules, rule 55): out of its stock, onto 'goods in transit'
 * at their cost, until they are received. The same id once. Throws Refusal where the branches are one, or registered apart:
 * between two registrations it is a supply (CGST Act, section 25(4) and Schedule I, 2) and wants a tax invoice; LineRefused.
 */
export async function sendTransfer(
  tx: Tx,
  businessId: string,
  asked: TransferRequest,
  actor: Actor,
  onDate: IsoDate,
): Promise<void> {
  const { id, branchId, toBranchId, lines, note } = asked
  if (branchId === toBranchId) throw new Refusal('movements.refusal.sameBranch')
  const [house, to] = [
    await findBranchHouse(tx, businessId, branchId),
    await findBranchHouse(tx, businessId, toBranchId),
  ]
  refuseSupply(house, to)
  const movement = {
    id,
    form: 'transfer',
    state: 'in-transit',
    branchId,
    toBranchId,
    onDate,
    note,
    asked: [asked],
  } as const
  if (!(await claim(tx, businessId, movement, actor))) return
  const facts = await lockGoods(
    tx,
    businessId,
    branchId,
    lines.map(({ ref }) => ref),
  )
  const taken = takeGoods(facts, { branchId, lines }).map((line) => ({ ...line, isOpen: true }))
  const paper = {
    id,
    form: 'transfer',
    house,
    party: await partyOf(tx, businessId, to),
    onDate,
    note,
    lines: taken,
  } as const
  const number = await writePaper(tx, businessId, paper, actor)
  const { value, voucherId } = await leave(tx, businessId, { id, branchId, number, taken, facts, onDate }, actor)
  await together([
    insertLines(tx, businessId, id, taken),
    finish(tx, businessId, { id, state: 'in-transit', documentId: id, value }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'sent', amount: value, voucherId }, actor),
    audit(tx, businessId, actor, {
      action: 'transfer.sent',
      entity: 'transfer',
      entityId: id,
      after: { number, to: to.seller.name, lines: taken.length, value_paise: value },
    }),
  ])
}

interface Leaving {
  readonly id: string
  readonly branchId: string
  readonly number: string
  readonly taken: readonly TakenGoods[]
  readonly facts: GoodsFacts
  readonly onDate: IsoDate
}

/** Out of the branch's stock, onto the account of goods in transit. */
async function leave(
  tx: Tx,
  businessId: string,
  { id, branchId, number, taken, facts, onDate }: Leaving,
  actor: Actor,
): Promise<{ value: Paise; voucherId: string | null }> {
  const pieces = taken.flatMap(({ piece }) => piece ?? [])
  const away = { from: ['in-stock'], to: 'in-transit', kind: 'sent', documentId: id, onDate } as const
  const moves = await movePieces(tx, businessId, pieces, away, actor)
  const others = taken.filter(({ piece }) => piece === undefined)
  const outs = others.map((line) => stockMove({ ...line, branchId }, -1n))
  const parted = await partMoves(tx, businessId, { facts, branchId, on: () => onDate }, outs)
  const value = sum(taken.map(({ goods }) => goods.value))
  const amounts = [
    ['stock-in-transit', value],
    ['stock', negate(value)],
  ] as const
  const voucherId = await postStock(tx, businessId, { documentId: id, onDate, narration: number, amounts }, actor)
  await together([
    changeLots(
      tx,
      businessId,
      others.map(({ lotId, goods }) => ({ lotId, goods, sign: -1n })),
    ),
    writeMoves(
      tx,
      businessId,
      [...moves, ...parted.flat()],
      { kind: 'transfer', onDate, documentId: id, voucherId, note: number },
      actor,
    ),
  ])
  return { value, voucherId }
}

function refuseSupply(from: BranchHouse, to: BranchHouse): void {
  if (from.seller.gstin === to.seller.gstin) return
  const [here, there] = [from.seller.gstin || from.state, to.seller.gstin || to.state]
  throw new Refusal('movements.refusal.otherRegistration', { here, there }, 409)
}

/** A branch as the paper's consignee: the shop's name with its own. */
async function partyOf(tx: Tx, businessId: string, { seller, state, branchId }: BranchHouse): Promise<PartySnapshot> {
  const [branch] = await named<{ name: string }>(tx, branchName, [businessId, branchId])
  const { phone, email, gstin, address } = seller
  const name = [...new Set([seller.name, branch?.name ?? ''])].filter(Boolean).join(', ')
  return { id: null, name, phone, email, gstin, state, address, locale: '' }
}

const branchName = { name: 'movements.branch.name', text: 'select name from branch where business_id = $1 and id = $2' }
