import type { Actor } from '../../../core/actor.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { figureOf } from '../../value-tables/index.ts'
import type { WrittenPiece } from './making.commands.ts'

interface Batch {
  readonly pieces: readonly WrittenPiece[]
  readonly onDate: string
  /** Who brought them, and on which paper; nothing of what was there when the books began. */
  readonly supplierId?: string | null
  readonly documentId?: string | null
  /** What they were made of. */
  readonly note?: string
}

export async function insertPieces(
  tx: Tx,
  businessId: string,
  { pieces, onDate, hash, supplierId = null }: Batch & { hash: string },
  actor: Actor,
): Promise<void> {
  const columns = columnNames.map(([, , of]) => pieces.map(of))
  await named(tx, piecesInsert, [businessId, onDate, hash, actor.at, supplierId, ...columns])
}

/** Replaces nothing: the pieces have none yet, or the caller took them out before. */
export async function insertStones(
  tx: Tx,
  businessId: string,
  pieces: readonly Pick<WrittenPiece, 'id' | 'stones'>[],
): Promise<void> {
  const stones = pieces.flatMap(({ id, stones }) => stones.map((stone, i) => ({ ...stone, id, line: i + 1 })))
  if (stones.length === 0) return
  await named(tx, stonesInsert, [
    businessId,
    stones.map(({ id }) => id),
    stones.map(({ line }) => line),
    stones.map(({ kind }) => kind),
    stones.map(({ shape }) => shape),
    stones.map(({ quality }) => quality),
    stones.map(({ pieces: count }) => count),
    stones.map(({ carat }) => carat),
    stones.map(({ basis }) => basis),
    stones.map(({ rate }) => rate),
  ])
}

export async function insertTagged(
  tx: Tx,
  businessId: string,
  { pieces, onDate, documentId = null, note = '' }: Batch,
  actor: Actor,
): Promise<void> {
  await named(tx, taggedInsert, [
    businessId,
    pieces.map(() => newId()),
    pieces.map(({ id }) => id),
    pieces.map(({ branchId }) => branchId),
    pieces.map(({ counter }) => counter),
    onDate,
    actor.userId,
    actor.name,
    actor.at,
    documentId,
    note,
  ])
}

const columnNames: readonly (readonly [name: string, type: string, of: (piece: WrittenPiece) => unknown])[] = [
  ['id', 'uuid', ({ id }) => id],
  ['item_id', 'uuid', ({ itemId }) => itemId],
  ['branch_id', 'uuid', ({ branchId }) => branchId],
  ['purity_id', 'uuid', ({ purityId }) => purityId],
  ['tag', 'text', ({ tag }) => tag],
  ['huid', 'text', ({ huid }) => huid],
  ['counter', 'text', ({ counter }) => counter],
  ['size', 'text', ({ size }) => size],
  ['note', 'text', ({ note }) => note],
  ['gross_mg', 'bigint', ({ gross }) => gross],
  ['stone_mg', 'bigint', ({ stoneWeight }) => stoneWeight],
  ['other_mg', 'bigint', ({ otherWeight }) => otherWeight],
  ['net_mg', 'bigint', ({ net }) => net],
  ['fineness', 'integer', ({ fineness }) => fineness],
  ['fine_mg', 'bigint', ({ fine }) => fine],
  ['carat_mct', 'bigint', ({ carat }) => carat],
  ['cost_paise', 'bigint', ({ cost }) => cost],
  ['hallmark_paise', 'bigint', ({ hallmark }) => hallmark],
  ['other_paise', 'bigint', ({ other }) => other],
  ['other_words', 'text', ({ otherWords }) => otherWords],
  ['fixed_price_paise', 'bigint', ({ fixedPrice }) => fixedPrice],
  ['making_kind', 'text', ({ making }) => making?.kind ?? null],
  ['making_value', 'bigint', ({ making }) => making && figureOf(making)],
  ['wastage_kind', 'text', ({ wastage }) => wastage?.kind ?? null],
  ['wastage_value', 'bigint', ({ wastage }) => wastage && figureOf(wastage)],
]

const piecesInsert = {
  name: 'piece.making.insert',
  text: `
    insert into piece (business_id, came_on, request_hash, created_at, updated_at, state, supplier_id, ${columnNames.map(([name]) => name).join(', ')})
    select $1, $2, $3, $4, $4, 'in-stock', $5, p.* from unnest(${columnNames.map(([, type], i) => `$${i + 6}::${type}[]`).join(', ')}) as p`,
}

const stonesInsert = {
  name: 'piece.making.stones',
  text: `
    insert into piece_stone (business_id, piece_id, line, kind, shape, quality, pieces, carat_mct, basis, rate_paise)
    select $1, s.* from unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::bigint[], $9::text[],
      $10::bigint[]) as s`,
}

const taggedInsert = {
  name: 'piece.making.tagged',
  text: `
    insert into piece_event (business_id, id, piece_id, branch_id, counter, kind, from_state, to_state, on_date, by_user, by_name, at, document_id,
      note)
    select $1, e.*, 'tagged', null, 'in-stock', $6, $7, $8, $9, $10, $11
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) as e`,
}
