import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { type Paise, sum } from '../../../core/money.ts'
import type { Charge, Wastage } from '../../../core/value-table.ts'
import { openingStockLines } from '../../../core/vouchers.ts'
import { fineWeight, type Mct, type Mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { accountsByRole, post } from '../../books/index.ts'
import { lockLevels, moveStock, type NewMove } from '../../stock/index.ts'
import { moveOf } from '../moving/moving.commands.ts'
import { countTags, nextTags } from '../pieces.tags.ts'
import { insertPieces, insertStones, insertTagged } from './making.rows.ts'
import { weightsOf } from './making.rules.ts'

export interface NewStone {
  readonly kind: string
  readonly shape: string
  readonly quality: string
  readonly pieces: number
  readonly carat: Mct
  readonly basis: 'piece' | 'carat'
  /** Paise a stone or a carat. */
  readonly rate: Paise
}

export interface NewPiece {
  readonly id: string
  /** Empty: numbered under the article's prefix. */
  readonly tag: string
  readonly huid: string
  readonly counter: string
  readonly size: string
  readonly note: string
  readonly gross: Mg
  /** Lac, wax, beads. */
  readonly otherWeight: Mg
  readonly stones: readonly NewStone[]
  readonly cost: Paise
  readonly hallmark: Paise
  readonly other: Paise
  readonly otherWords: string
  readonly fixedPrice: Paise | null
  /** Null: by the article's value table. */
  readonly making: Charge | null
  readonly wastage: Wastage | null
}

export interface NewPieces {
  readonly itemId: string
  readonly branchId: string
  readonly onDate: IsoDate
  /** Not empty; the first one's id stands for all of them. */
  readonly pieces: readonly NewPiece[]
}

/** A piece as it is written: with its tag, its purity and all its weights. */
export interface WrittenPiece extends NewPiece {
  readonly itemId: string
  readonly branchId: string
  readonly purityId: string
  readonly fineness: number
  readonly stoneWeight: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
}

/**
 * Pieces of one article that were there on the first day, each at its own cost: tagged, in stock and in the books against
 * the opening difference. The same again is the first result. Throws Refusal 'pieces.refusal.otherBody' (409),
 * 'pieces.refusal.codeTaken' (409), 'errors.locked'; NotFound for an article or branch that is not there.
 */
export async function createPieces(
  tx: Tx,
  businessId: string,
  made: NewPieces,
  actor: Actor,
): Promise<{ id: string; tag: string }[]> {
  const hash = hashOf(made)
  const before = await sentBefore(tx, businessId, made, hash)
  if (before) return before
  const pieces = await preparePieces(tx, businessId, made)
  const value = sum(pieces.map(({ cost }) => cost))
  const lines = openingStockLines({ value, roles: await accountsByRole(tx, businessId) })
  const voucherId = lines.length > 0 ? newId() : null
  const narration = tagsInWords(pieces)
  const opening = { id: voucherId ?? '', kind: 'opening', onDate: made.onDate, number: '', narration, lines } as const
  const moves = pieces.map((piece) => moveOf({ ...piece, state: 'in-stock' }, made.branchId, 1n))
  const happening = { kind: 'opening', onDate: made.onDate, voucherId, note: narration, negative: 'refuse' } as const
  // The level before the books, as everywhere (TRUST.md section 1, rule 3).
  await lockLevels(tx, businessId, made.branchId, [made.itemId])
  await together([
    insertPieces(tx, businessId, { pieces, onDate: made.onDate, hash }, actor),
    insertStones(tx, businessId, pieces),
    insertTagged(tx, businessId, { pieces, onDate: made.onDate }, actor),
    voucherId === null ? undefined : post(tx, businessId, opening, actor),
    moveStock(tx, businessId, moves, happening, actor),
  ]).catch(refuseTaken)
  for (const piece of pieces) await audit(tx, businessId, actor, taggedEntry(piece))
  return pieces.map(({ id, tag }) => ({ id, tag }))
}

/**
 * New pieces of an article with their tags, their purity and all their weights, to be written by `writePieces`. Tags that are
 * given here are locked until the transaction ends. Throws NotFound for an article that is not tracked by piece.
 */
export async function preparePieces(
  tx: Tx,
  businessId: string,
  made: Pick<NewPieces, 'itemId' | 'branchId' | 'pieces'>,
): Promise<WrittenPiece[]> {
  const article = await findArticle(tx, businessId, made.itemId)
  return tagged(tx, businessId, article.tagPrefix, written(made, article))
}

export interface ReceivedPieces {
  readonly pieces: readonly WrittenPiece[]
  readonly onDate: IsoDate
  readonly hash: string
  /** Nobody of what was made in the shop. */
  readonly supplierId: string | null
  readonly documentId: string
  readonly note?: string
}

/**
 * Writes pieces that a supplier brought or the shop made: the pieces, their stones and what happened to each. Gives their moves into the
 * stock, for `moveStock`. Throws Refusal 'pieces.refusal.codeTaken' (409).
 */
export async function writePieces(
  tx: Tx,
  businessId: string,
  received: ReceivedPieces,
  actor: Actor,
): Promise<NewMove[]> {
  const { pieces } = received
  await together([
    insertPieces(tx, businessId, received, actor),
    insertStones(tx, businessId, pieces),
    insertTagged(tx, businessId, received, actor),
  ]).catch(refuseTaken)
  return pieces.map((piece) => moveOf({ ...piece, state: 'in-stock' }, piece.branchId, 1n))
}

function written(
  { itemId, branchId, pieces }: Pick<NewPieces, 'itemId' | 'branchId' | 'pieces'>,
  { purityId, fineness }: Article,
): WrittenPiece[] {
  return pieces.map((piece) => {
    const weights = weightsOf(piece)
    const fine = fineWeight(weights.net, fineness)
    return { ...piece, ...weights, itemId, branchId, purityId, fineness, fine }
  })
}

async function tagged(
  tx: Tx,
  businessId: string,
  prefix: string,
  pieces: readonly WrittenPiece[],
): Promise<WrittenPiece[]> {
  const count = pieces.filter(({ tag }) => tag === '').length
  await countTags(
    tx,
    businessId,
    pieces.map(({ tag }) => tag),
  )
  const free = count > 0 ? await nextTags(tx, businessId, { prefix, count }) : []
  return pieces.map((piece) => (piece.tag === '' ? { ...piece, tag: free.shift() ?? '' } : piece))
}

interface Article {
  purityId: string
  fineness: number
  tagPrefix: string
}

async function findArticle(tx: Tx, businessId: string, itemId: string): Promise<Article> {
  const [article] = await named<Article>(tx, articleOf, [businessId, itemId])
  if (!article) throw new NotFound(`no article in pieces ${itemId}`)
  return article
}

async function sentBefore(tx: Tx, businessId: string, made: NewPieces, hash: string) {
  const ids = made.pieces.map(({ id }) => id)
  const there = await named<{ id: string; tag: string; hash: string }>(tx, piecesThere, [businessId, ids])
  if (there.length === 0) return undefined
  if (there.some((piece) => piece.hash !== hash)) throw new Refusal('pieces.refusal.otherBody', {}, 409)
  return there.map(({ id, tag }) => ({ id, tag }))
}

function hashOf(made: NewPieces): string {
  const text = JSON.stringify(made, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  return createHash('sha256').update(text).digest('hex')
}

function tagsInWords(pieces: readonly WrittenPiece[]): string {
  const [first, last] = [pieces[0]?.tag ?? '', pieces.at(-1)?.tag ?? '']
  return first === last ? first : `${first} … ${last}`
}

const taggedEntry = (piece: WrittenPiece) => ({
  action: 'piece.tagged',
  entity: 'piece',
  entityId: piece.id,
  after: {
    tag: piece.tag,
    huid: piece.huid,
    item: piece.itemId,
    branch: piece.branchId,
    gross_mg: piece.gross,
    net_mg: piece.net,
    fine_mg: piece.fine,
    carat_mct: piece.carat,
    cost_paise: piece.cost,
  },
})

/** Of two pieces with one tag, or one HUID, the database refuses the second. */
function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('pieces.refusal.codeTaken', {}, 409) : error
}

const articleOf = {
  name: 'piece.making.article',
  text: `
    select a.purity_id as "purityId", u.fineness, a.tag_prefix as "tagPrefix"
    from article a join purity u on u.business_id = a.business_id and u.id = a.purity_id
    where a.business_id = $1 and a.item_id = $2 and a.tracking = 'piece'`,
}

const piecesThere = {
  name: 'piece.making.there',
  text: 'select id, tag, request_hash as hash from piece where business_id = $1 and id = any($2::uuid[]) order by tag',
}
