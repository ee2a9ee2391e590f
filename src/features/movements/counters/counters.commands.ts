import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { sum } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { findBranchHouse } from '../../old-gold/index.ts'
import { movePieces } from '../../pieces/index.ts'
import { lockGoods } from '../goods/goods.facts.ts'
import { type AskedGoods, takeGoods } from '../goods/goods.taking.ts'
import { claim, finish, insertLines, nobody, writeEvent, writePaper } from '../movements.writes.ts'

export interface CounterRequest {
  readonly id: string
  readonly branchId: string
  readonly counter: string
  readonly lines: readonly AskedGoods[]
  readonly note: string
}

/**
 * Pieces and lots go to another counter of their branch, items to another shelf. No stock and no money moves; the slip says
 * what it is worth and who carries it. The same id once. Throws LineRefused.
 */
export async function moveToCounter(
  tx: Tx,
  businessId: string,
  asked: CounterRequest,
  actor: Actor,
  onDate: IsoDate,
): Promise<void> {
  const { id, branchId, counter, lines, note } = asked
  const movement = {
    id,
    form: 'counter',
    state: 'done',
    branchId,
    toCounter: counter,
    onDate,
    note,
    asked: [asked],
  } as const
  if (!(await claim(tx, businessId, movement, actor))) return
  const house = await findBranchHouse(tx, businessId, branchId)
  const facts = await lockGoods(
    tx,
    businessId,
    branchId,
    lines.map(({ ref }) => ref),
  )
  const taken = takeGoods(facts, { branchId, lines }).map((line) => ({ ...line, side: 'same' as const }))
  const paper = { id, form: 'counter', house, party: nobody(house.state), onDate, note, lines: taken } as const
  const number = await writePaper(tx, businessId, paper, actor)
  const to = { from: ['in-stock'], to: 'in-stock', kind: 'moved', eventDocumentId: id, counter, onDate } as const
  const value = sum(taken.map(({ goods }) => goods.value))
  const items = taken.filter(({ piece, lot }) => !piece && !lot).map(({ itemId }) => itemId)
  await together([
    movePieces(
      tx,
      businessId,
      taken.flatMap(({ piece }) => piece ?? []),
      to,
      actor,
    ),
    named(tx, lotsCounter, [businessId, taken.flatMap(({ lotId }) => lotId ?? []), counter]),
    named(tx, itemsShelf, [businessId, items, counter]),
    insertLines(tx, businessId, id, taken),
    finish(tx, businessId, { id, state: 'done', documentId: id, value, closed: '' }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'moved', words: counter, amount: value }, actor),
    audit(tx, businessId, actor, {
      action: 'counter.moved',
      entity: 'counter-transfer',
      entityId: id,
      after: { number, counter, goods: taken.map(({ about, words }) => about || words).join(', ') },
    }),
  ])
}

const lotsCounter = {
  name: 'movements.lots.counter',
  text: 'update lot set counter = $3 where business_id = $1 and id = any($2::uuid[])',
}

const itemsShelf = {
  name: 'movements.items.shelf',
  text: 'update item set shelf = $3 where business_id = $1 and id = any($2::uuid[])',
}
