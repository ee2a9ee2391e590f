import type { Actor } from '../../../core/actor.ts'
import { costOfKits, splitKit } from '../../../core/assembly.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { noGoods } from '../../../core/goods.ts'
import { negate, type Paise, sum } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { findBranchHouse } from '../../old-gold/index.ts'
import { lockLevels } from '../../stock/index.ts'
import { itemFacts, lockGoods } from '../goods/goods.facts.ts'
import { partMoves, receiveItems, stockMove, writeMoves } from '../goods/goods.moving.ts'
import { takeGoods } from '../goods/goods.taking.ts'
import { claim, finish, insertLines, nobody, postStock, writeEvent, writePaper } from '../movements.writes.ts'
import { broughtBatches, type GivenBatch } from './kits.batches.ts'
import { findKit, type Kit } from './kits.queries.ts'
import { sidesOf } from './kits.rules.ts'

export interface NewKit {
  readonly itemId: string
  readonly note: string
  readonly parts: readonly { readonly itemId: string; readonly quantity: Milli; readonly shareBp: number }[]
}

/** What a kit is made of; saved again it is what was saved last. Throws Refusal for jewellery and for what holds itself. */
export async function saveKit(tx: Tx, businessId: string, kit: NewKit, actor: Actor): Promise<void> {
  const { itemId, note, parts } = kit
  const facts = await itemFacts(tx, businessId, [itemId, ...parts.map((part) => part.itemId)])
  const article = [...facts.values()].find(({ isArticle }) => isArticle)
  if (article) throw new Refusal('movements.refusal.article', { words: article.name })
  if (parts.some((part) => part.itemId === itemId)) throw new Refusal('movements.refusal.kitOfItself')
  await together([
    named(tx, kitSet, [businessId, itemId, note, actor.at]),
    named(tx, partsRemove, [businessId, itemId]),
    named(tx, partsInsert, [
      ...[businessId, itemId, parts.map((part) => part.itemId), parts.map(({ quantity }) => quantity)],
      parts.map(({ shareBp }) => shareBp),
    ]),
    audit(tx, businessId, actor, {
      action: 'kit.saved',
      entity: 'kit',
      entityId: itemId,
      after: { name: facts.get(itemId)?.name, parts: parts.map((part) => facts.get(part.itemId)?.name).join(', ') },
    }),
  ])
}

export interface KitRequest {
  readonly id: string
  readonly branchId: string
  readonly kitId: string
  readonly way: 'make' | 'break'
  readonly kits: Milli
  /** What making them cost beside the parts; nothing when broken. */
  readonly extra: Paise
  readonly note: string
  /** Of what goes out, in its order: the batch that was chosen; none: the earliest goes first. */
  readonly takes?: readonly (string | null)[]
  /** Of what comes in, in its order: the batch that it is given, where its item has them. */
  readonly brings?: readonly (GivenBatch | null)[]
}

/**
 * Makes kits of their parts, or takes them apart again: what goes out leaves at its cost, and what comes in costs the same
 * (and what making cost more, which waits for its bill). The same id once. Throws LineRefused, BringRefused, NotFound.
 */
export async function workKits(
  tx: Tx,
  businessId: string,
  asked: KitRequest,
  actor: Actor,
  onDate: IsoDate,
): Promise<void> {
  const { id, branchId, way, kits, note } = asked
  const form = way === 'make' ? 'assembly' : 'breaking'
  const kit = await findKit(tx, businessId, asked.kitId)
  if (!(await claim(tx, businessId, { id, form, state: 'done', branchId, onDate, note, asked: [asked] }, actor))) return
  const house = await findBranchHouse(tx, businessId, branchId)
  const { goes, comes } = sidesOf(kit, way, kits)
  // All at once, in the order of the items, whichever way they go.
  await lockLevels(tx, businessId, branchId, [kit.itemId, ...kit.parts.map(({ itemId }) => itemId)])
  const lines = goes.map(({ itemId, quantity }, i) => ({
    ...{ ref: { kind: 'item' as const, id: itemId }, quantity, batchId: asked.takes?.[i] ?? undefined },
    ...{ gross: mg(0n), net: mg(0n), pieces: 0 },
  }))
  const facts = await lockGoods(
    tx,
    businessId,
    branchId,
    [...goes, ...comes].map(({ itemId }) => ({ kind: 'item' as const, id: itemId })),
  )
  const taken = takeGoods(facts, { branchId, lines })
  const batches = await broughtBatches(tx, businessId, { comes, given: asked.brings ?? [] }, actor.at)
  const costs = taken.map(({ goods }) => goods.value)
  const extra = way === 'make' ? asked.extra : sum([])
  const values = way === 'make' ? [costOfKits(costs, extra)] : splitKit(sum(costs), kit.parts)
  const into = comes.map(({ itemId, name, hsn, unit, quantity }, i) => ({
    ...{ side: 'in' as const, itemId, pieceId: null, lotId: null, words: name, hsn, unit },
    ...{ batchId: batches[i]?.id ?? null, about: batches[i]?.number ?? '' },
    goods: { ...noGoods, quantity, value: values[i] ?? sum([]) },
  }))
  const received = receiveItems(facts.levels, into)
  const paper = { id, form, house, party: nobody(house.state), onDate, note, lines: into } as const
  const number = await writePaper(tx, businessId, paper, actor)
  const correction = sum(received.map((one) => one.correction))
  const amounts = [
    ['stock', extra],
    ['landed-cost', negate(extra)],
    ['cost-of-goods', correction],
    ['stock', negate(correction)],
  ] as const
  const voucherId = await postStock(tx, businessId, { documentId: id, onDate, narration: number, amounts }, actor)
  const goesOut = taken.map((line) => stockMove({ ...line, branchId }, -1n))
  const outs = await partMoves(tx, businessId, { facts, branchId, on: () => onDate }, goesOut)
  const ins = into.map((line, i) => stockMove({ ...line, branchId, ...received[i] }, 1n))
  const happening = { kind: 'assembly', onDate, documentId: id, voucherId, note: note || number } as const
  await writeMoves(tx, businessId, [...outs.flat(), ...ins], happening, actor)
  await together([
    insertLines(tx, businessId, id, [...taken, ...into]),
    finish(
      tx,
      businessId,
      { id, state: 'done', documentId: id, value: sum(values), figures: figuresOf(kit, asked), closed: '' },
      actor,
    ),
    writeEvent(tx, businessId, { movementId: id, kind: form, words: note, amount: sum(values), voucherId }, actor),
    audit(tx, businessId, actor, {
      action: `kit.${way === 'make' ? 'made' : 'broken'}`,
      entity: 'assembly',
      entityId: id,
      after: { number, kit: kit.name, kits_milli: kits, extra_paise: extra, value_paise: sum(values) },
    }),
  ])
}

const figuresOf = (kit: Kit, { kits, extra }: KitRequest): Record<string, string> => ({
  kit: kit.name,
  kits: String(kits),
  extra: String(extra),
})

const kitSet = {
  name: 'movements.kits.set',
  text: `
    insert into kit (business_id, item_id, note, updated_at) values ($1, $2, $3, $4)
    on conflict (business_id, item_id) do update set note = excluded.note, updated_at = excluded.updated_at`,
}

const partsRemove = {
  name: 'movements.kits.parts.remove',
  text: 'delete from kit_line where business_id = $1 and kit_id = $2',
}

const partsInsert = {
  name: 'movements.kits.parts.insert',
  text: `
    insert into kit_line (business_id, kit_id, item_id, quantity_milli, share_bp, line)
    select $1, $2, l.* from unnest($3::uuid[], $4::bigint[], $5::int[]) with ordinality as l`,
}
