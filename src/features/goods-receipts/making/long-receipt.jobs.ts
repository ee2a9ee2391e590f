import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { type JobKind, type JobResult, startJob } from '../../jobs/index.ts'
import { receiveGoods } from '../receiving/receiving.commands.ts'
import type { Typed } from './making.form.ts'
import { readReceipt } from './reading.ts'

const longReceiptKind = 'goods-receipt'

/** A form whose lists are too long to be written while somebody waits, with what its sender may. */
interface LongReceipt {
  readonly typed: Typed
  readonly branchId: string | null
  readonly zone: string
  readonly canCost: boolean
  readonly mayBackdate: boolean
}

/** Begins to write it as long work; the same form again is the same work. Says under which id. */
export async function startReceipt(
  tx: Tx,
  businessId: string,
  { receipt, pieces }: { receipt: LongReceipt; pieces: number },
  actor: Actor,
): Promise<string> {
  const id = idOf(receipt)
  const input = { ...receipt }
  const back = `/purchases/receipts/new?again=${id}`
  const job = { id, kind: longReceiptKind, input, total: pieces, needs: 'purchase.receive', back } as const
  await startJob(tx, businessId, job, actor)
  return id
}

/** The form that a long work began with, as it was sent: to be mended where the work failed. Throws NotFound. */
export async function sentBefore(tx: Tx, businessId: string, jobId: string): Promise<Typed> {
  const [job] = isId(jobId)
    ? await named<{ input: Record<string, unknown> }>(tx, inputOfReceipt, [businessId, jobId, longReceiptKind])
    : []
  if (!job) throw new NotFound('no such long receipt')
  return longReceiptOf(job.input).typed
}

const inputOfReceipt = {
  name: 'goods_receipts.long.input',
  text: 'select input from job where business_id = $1 and id = $2 and kind = $3',
}

/** Of the receipt's own instant; a form that was mended and sent again is another work. */
function idOf({ typed, ...rest }: LongReceipt): string {
  const hash = createHash('sha256')
    .update(hashOfRequest([typed, rest]))
    .digest('hex')
  const id = typed['id'] ?? ''
  return `${id.slice(0, 13)}-7${hash.slice(0, 3)}-a${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}

/** All of it in one transaction: the form is read again as it was sent, and its receipt is there once, or not at all. */
export const longReceipt: JobKind = {
  kind: longReceiptKind,
  async work({ db, clock }, job, progress): Promise<JobResult> {
    const { businessId } = job
    const { typed, branchId, zone, canCost, mayBackdate } = longReceiptOf(job.input)
    const actor = { ...job.actor, at: clock() }
    const { id, number } = await inBusiness(db, businessId, async (tx) => {
      const read = await readReceipt(tx, businessId, typed, { today: todayIn(actor.at, zone), canCost })
      if (!read.ok) throw new Refusal('goodsReceipts.sheet.changed')
      const { request } = read.value
      const asked = { ...request, branchId: request.branchId ?? branchId }
      const done = await receiveGoods(tx, businessId, asked, actor, { mayBackdate, onTaken: progress.add })
      progress.throwIfCancelled()
      return done
    })
    return { said: { key: 'goodsReceipts.made', values: { number } }, href: `/purchases/receipts/${id}` }
  },
}

function longReceiptOf(input: Record<string, unknown>): LongReceipt {
  const { typed, branchId, zone, canCost, mayBackdate } = input
  if (typeof typed !== 'object' || typed === null || typeof zone !== 'string') throw new Error('no receipt to write')
  const texts = Object.entries(typed).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : []))
  return {
    ...{ typed: Object.fromEntries(texts), branchId: typeof branchId === 'string' ? branchId : null, zone },
    ...{ canCost: canCost === true, mayBackdate: mayBackdate === true },
  }
}
