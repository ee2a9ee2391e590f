import type { Actor } from '../../../core/actor.ts'
import { checkAllocations, type Share } from '../../../core/allocation.ts'
import { todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { type Paise, sum } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { allocate, type ListedItem, listOpenItems } from '../../books/index.ts'
import { lockMoneyOf } from '../payments.facts.ts'
import { spread } from '../payments.rules.ts'

/** What is still open of one paper (an advance, money on account, what a cancelled bill gave free), or of one open item. */
export type Source = { readonly documentId: string } | { readonly itemId: string }

export interface SettleRequest {
  readonly source: Source
  readonly shares: readonly Share[]
  /** What was open when the person looked: another amount means that someone, or the same press, was faster. */
  readonly available: Paise
}

/** Who has the money, what is open of it, and what it could settle. */
export interface Settleable {
  partyId: string
  partyName: string
  zone: string
  sources: readonly ListedItem[]
  available: Paise
  /** The other side: bills for a credit. */
  targets: readonly ListedItem[]
}

/** Throws NotFound for what is not there, or was of another business. */
export async function findSettleable(tx: Tx, businessId: string, source: Source, lock = false): Promise<Settleable> {
  const [of] = await named<SourceRow>(tx, partyOfSource, [businessId, ...idsOf(source)])
  if (!of) throw new NotFound('nothing that could settle')
  const [, items] = await together([
    lock ? lockMoneyOf(tx, businessId, of.partyId) : undefined,
    listOpenItems(tx, businessId, of.partyId, { lock }),
  ])
  const sources = items.filter((item) => item.side === of.side && isOf(source, item))
  const targets = items.filter((item) => item.side !== of.side)
  return { ...of, sources, available: sum(sources.map(({ openAmount }) => openAmount)), targets }
}

/**
 * Uses money that waits with a party for bills that are open now. Pressed twice, it answers as the first time. Throws
 * Refusal 'allocation.refusal.*' and 'payments.refusal.changed'.
 */
export async function useMoney(tx: Tx, businessId: string, request: SettleRequest, actor: Actor): Promise<void> {
  const { source, shares, available } = request
  const found = await findSettleable(tx, businessId, source, true)
  if (found.available !== available) return refuseUnlessDone(tx, businessId, request)
  const settles = found.targets[0]?.side ?? 'debit'
  checkAllocations(found.targets, shares, { amount: available, settles, restAs: 'on-account' })
  const onDate = todayIn(actor.at, found.zone)
  const voucherOf = new Map(found.sources.map(({ id, voucherId }) => [id, voucherId]))
  const rows = spread(found.sources, shares).map((row) => ({
    ...row,
    onDate,
    voucherId: voucherOf.get(row.fromItemId) ?? '',
  }))
  const used = { used_paise: sum(shares.map(({ amount }) => amount)), bills: numbersOf(found.targets, shares) }
  await together([
    allocate(tx, businessId, rows, actor),
    audit(tx, businessId, actor, {
      action: 'payment.used',
      ...entityOf(source, found),
      after: { party: found.partyName, on_date: onDate, ...used },
    }),
    outbox(tx, businessId, 'payment.used', { ...source }, actor.at),
  ])
}

/** The paper whose money it is; without one of ours, the party. */
const entityOf = (source: Source, { partyId }: Settleable) =>
  'documentId' in source ? { entity: 'payment', entityId: source.documentId } : { entity: 'party', entityId: partyId }

const numbersOf = (targets: readonly ListedItem[], shares: readonly Share[]): string =>
  targets
    .filter(({ id }) => shares.some(({ itemId }) => itemId === id))
    .map(({ number, onDate }) => number || onDate)
    .join(', ')

async function refuseUnlessDone(tx: Tx, businessId: string, { source, shares }: SettleRequest): Promise<void> {
  const values = [businessId, ...idsOf(source), shares.map(({ itemId }) => itemId), shares.map(({ amount }) => amount)]
  const [row] = await named<{ done: number }>(tx, alreadyUsed, values)
  if (row?.done !== shares.length) throw new Refusal('payments.refusal.changed', {}, 409)
}

function idsOf(source: Source): [documentId: string | null, itemId: string | null] {
  const id = 'documentId' in source ? source.documentId : source.itemId
  if (!isId(id)) throw new NotFound('no such paper')
  return 'documentId' in source ? [id, null] : [null, id]
}

const isOf = (source: Source, item: ListedItem): boolean =>
  'documentId' in source ? item.documentId === source.documentId : item.id === source.itemId

interface SourceRow {
  partyId: string
  partyName: string
  zone: string
  side: 'debit' | 'credit'
}

// A bill and what became of its money stand on one paper: the credit is what settles. What is open comes first.
const partyOfSource = {
  name: 'payments.use.party',
  text: `
    select i.party_id as "partyId", p.name as "partyName", b.zone, i.side
    from open_item i
    join party p on p.business_id = i.business_id and p.id = i.party_id
    join business b on b.id = i.business_id
    where i.business_id = $1 and (i.document_id = $2::uuid or i.id = $3::uuid) and i.commodity = 'INR' and i.kind <> 'bill'
    order by i.open_amount desc limit 1`,
}

const alreadyUsed = {
  name: 'payments.use.done',
  text: `
    select count(*)::int as done
    from unnest($4::uuid[], $5::bigint[]) as s (item_id, amount)
    where s.amount = (
      select sum(a.amount) from allocation a
      join open_item f on f.business_id = a.business_id and f.id = a.from_item_id
      where a.business_id = $1 and a.to_item_id = s.item_id and (f.document_id = $2::uuid or f.id = $3::uuid))`,
}
