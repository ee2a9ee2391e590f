import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { sum } from '../../../core/money.ts'
import { stockAdjustmentLines } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { moveBatchesOf } from '../../batches/index.ts'
import { accountsByRole, post } from '../../books/index.ts'
import { moveStock } from '../../stock/index.ts'
import { othersMayApprove } from '../beginning/beginning.queries.ts'
import { type CountRow, listScanners, lockCount } from '../counts.queries.ts'
import { type ChosenLine, listChosen } from './chosen.queries.ts'
import { itemPosts, type LinePosts, lotPosts, piecePosts } from './posting.ts'

export interface Approval {
  readonly countId: string
  /** Why who counted alone approves alone, where another could. */
  readonly aloneReason: string
  readonly onDate: IsoDate
}

export interface Approved {
  readonly posted: number
  /** Sold, moved or otherwise changed since the count was closed: nothing of these is posted. */
  readonly changed: number
}

/**
 * Puts the chosen differences right in one go: one stock journal against the account of adjustments, moves of the kind 'count',
 * events of the pieces, and counters corrected. What was sold or moved meanwhile is left as it stands now, and told. Approved
 * twice is once. Throws Refusal 'counts.refusal.notReview' (409), 'counts.refusal.alone'; NotFound.
 */
export async function approveCount(
  tx: Tx,
  businessId: string,
  { countId, aloneReason, onDate }: Approval,
  actor: Actor,
): Promise<Approved> {
  const count = await lockCount(tx, businessId, countId)
  if (count.state === 'approved') return resultOf(tx, businessId, countId)
  if (count.state !== 'review') throw new Refusal('counts.refusal.notReview', { number: count.number }, 409)
  const isAlone = await countedAlone(tx, businessId, countId, actor)
  if (isAlone && aloneReason === '') throw new Refusal('counts.refusal.alone')
  const chosen = await listChosen(tx, businessId, countId)
  const posts = await postsOf(tx, businessId, { count, chosen, onDate }, actor)
  await write(tx, businessId, { count, posts, onDate, aloneReason: isAlone ? aloneReason : '' }, actor)
  return { posted: posts.done.length, changed: posts.changed.length }
}

/** Whether the approver alone counted, although the shop has another who could approve. */
export async function countedAlone(tx: Tx, businessId: string, countId: string, actor: Actor): Promise<boolean> {
  const scanners = await listScanners(tx, businessId, countId)
  const isOnly = scanners.length === 1 && scanners[0] === actor.userId
  return isOnly && (await othersMayApprove(tx, businessId, actor.userId))
}

interface Posting {
  readonly count: CountRow
  readonly chosen: readonly ChosenLine[]
  readonly onDate: IsoDate
}

function postsOf(tx: Tx, businessId: string, { count, chosen, onDate }: Posting, actor: Actor): Promise<LinePosts> {
  switch (count.kind) {
    case 'pieces':
      return piecePosts(tx, businessId, { count, chosen, onDate }, actor)
    case 'items':
      return itemPosts(tx, businessId, { count, chosen, onDate })
    case 'lots':
      return lotPosts(tx, businessId, chosen)
  }
}

async function write(
  tx: Tx,
  businessId: string,
  { count, posts, onDate, aloneReason }: { count: CountRow; posts: LinePosts; onDate: IsoDate; aloneReason: string },
  actor: Actor,
): Promise<void> {
  const roles = await accountsByRole(tx, businessId)
  // What was found and what is missing stand apart in the voucher: a net figure would hide both.
  const [found, lost] = [
    posts.values.filter(({ value }) => value > 0n),
    posts.values.filter(({ value }) => value <= 0n),
  ]
  const lines: PostingLine[] = [found, lost].flatMap((side) =>
    stockAdjustmentLines({
      value: sum(side.map(({ value }) => value)),
      correction: sum(side.map(({ correction }) => correction)),
      roles,
    }),
  )
  const voucherId = lines.length > 0 ? newId() : null
  const { id: documentId, number } = count
  const happening = { kind: 'count', onDate, documentId, voucherId, note: number } as const
  const done = posts.done.map(({ line }) => line)
  const changed = posts.changed.map(({ line }) => line)
  const states = posts.changed.map(({ state }) => state)
  await together([
    voucherId === null
      ? undefined
      : post(
          tx,
          businessId,
          { id: voucherId, kind: 'stock-journal', onDate, number, documentId, narration: number, lines },
          actor,
        ),
    moveStock(tx, businessId, posts.moves, { ...happening, negative: posts.negative }, actor),
    moveBatchesOf(tx, businessId, posts.moves),
    named(tx, linesResult, [businessId, count.id, done, changed, states]),
    named(tx, countApprove, [businessId, count.id, actor.at, actor.userId, actor.name, aloneReason, voucherId]),
    audit(tx, businessId, actor, {
      action: aloneReason === '' ? 'count.approved' : 'count.approved-alone',
      entity: 'count',
      entityId: count.id,
      after: {
        number,
        posted: done.length,
        changed_meanwhile: changed.length,
        value_paise: sum(posts.values.map(({ value }) => value)),
        ...(aloneReason !== '' && { reason: aloneReason }),
      },
    }),
  ])
}

async function resultOf(tx: Tx, businessId: string, countId: string): Promise<Approved> {
  const [row] = await named<Approved>(tx, linesPosted, [businessId, countId])
  return row ?? { posted: 0, changed: 0 }
}

const linesResult = {
  name: 'stock_count.lines.result',
  text: `
    update stock_count_line l set
      result = case when l.line = any($3::int[]) then 'posted' when l.line = any($4::int[]) then 'changed' else 'left' end,
      result_state = coalesce(c.state, '')
    from stock_count_line o left join unnest($4::int[], $5::text[]) as c (line, state) on c.line = o.line
    where o.business_id = $1 and o.count_id = $2 and l.business_id = $1 and l.count_id = $2 and l.line = o.line`,
}

const countApprove = {
  name: 'stock_count.approve',
  text: `
    update stock_count set state = 'approved', approved_at = $3, approved_by = $4, approved_by_name = $5, alone_reason = $6, voucher_id = $7
    where business_id = $1 and document_id = $2`,
}

const linesPosted = {
  name: 'stock_count.lines.posted',
  text: `
    select count(*) filter (where result = 'posted')::int as posted, count(*) filter (where result = 'changed')::int as changed
    from stock_count_line where business_id = $1 and count_id = $2`,
}
