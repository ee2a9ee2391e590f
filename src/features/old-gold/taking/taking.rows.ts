import type { Actor } from '../../../core/actor.ts'
import type { PricedOldGold } from '../../../core/old-gold-purchase.ts'
import { gathered, valuesOf } from '../../../db/gathered.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { declarationVersion } from '../old-gold.types.ts'
import type { PreparedOldGold } from './taking.commands.ts'

/** The paper, its lots and lines, and who sold: one statement. The voucher comes after it. */
export async function insertPurchase(
  tx: Tx,
  businessId: string,
  prepared: PreparedOldGold,
  actor: Actor,
): Promise<void> {
  if (actor.userId === null) throw new Error('old metal is bought by a person')
  const { branchId, documentId } = prepared.purchase
  const values = [
    [businessId, branchId, actor.at, ...lotColumns(prepared)],
    sellerValues(businessId, prepared),
    [businessId, documentId, ...lineColumns(prepared)],
    paperValues(businessId, prepared, actor),
  ]
  await named(tx, purchaseInsert, valuesOf(businessId, values))
}

function paperValues(businessId: string, { purchase, seriesId, number, hash }: PreparedOldGold, actor: Actor) {
  const { documentId, onDate, partyId, branchId, party, seller, state, exchange, note = '' } = purchase
  return [
    ...[
      businessId,
      documentId,
      seriesId,
      number,
      onDate,
      partyId,
      branchId,
      JSON.stringify(party),
      JSON.stringify(seller),
    ],
    ...[state, exchange.value, note, hash, actor.userId, actor.name, actor.at],
  ]
}

function lotColumns({ purchase, lots, number }: PreparedOldGold): unknown[] {
  const of = (value: (line: PricedOldGold) => unknown) => purchase.exchange.lines.map(value)
  return [
    lots.map(({ id }) => id),
    lots.map(({ itemId }) => itemId),
    of(({ asked }) => asked.purityId),
    of(({ asked }) => [asked.words, number].filter(Boolean).join(' · ')),
    of(({ asked }) => asked.touch),
    of(({ asked }) => asked.gross),
    of(({ price }) => price.net),
    of(({ price }) => price.melted),
    of(({ price }) => price.value),
  ]
}

function lineColumns({ purchase, lots }: PreparedOldGold): unknown[] {
  const of = (value: (line: PricedOldGold) => unknown) => purchase.exchange.lines.map(value)
  return [
    lots.map(({ id }) => id),
    of(({ asked }) => asked.words),
    of(({ metal }) => metal),
    of(({ asked }) => asked.purityId),
    of(({ asked }) => asked.gross),
    of(({ asked }) => asked.dust),
    of(({ asked }) => asked.stones),
    of(({ price }) => price.net),
    of(({ asked }) => asked.touch),
    of(({ price }) => price.fine),
    of(({ asked }) => asked.meltingBp),
    of(({ price }) => price.melted),
    of(({ rate }) => rate),
    of(({ board }) => board),
    of(({ price }) => price.value),
    of(({ rate, board }) => (rate > board ? (purchase.authority?.userId ?? null) : null)),
    of(({ rate, board }) => (rate > board ? (purchase.authority?.name ?? '') : '')),
  ]
}

function sellerValues(businessId: string, { purchase, sealedId, last4 }: PreparedOldGold): unknown[] {
  const { idKind, isDeclared } = purchase.exchange.asked.seller
  const photo = purchase.photoSha256 ?? null
  return [businessId, purchase.documentId, idKind, sealedId, last4, isDeclared, declarationVersion, photo]
}

const paperInsert = `
  insert into document (business_id, id, kind, state, series_id, number, on_date, due_on, party_id, branch_id, party_snapshot,
    seller_snapshot, place_of_supply, supply, gross_paise, taxable_paise, total_paise, note, request_hash, issued_by,
    issued_by_name, issued_at)
  values ($1, $2, 'urd-purchase', 'issued', $3, $4, $5, $5, $6, $7, $8, $9, $10, 'intra', $11, $11, $11, $12, $13, $14, $15, $16)`

const lotsInsert = `
  insert into lot (business_id, branch_id, created_at, kind, pieces, id, item_id, purity_id, name, fineness, gross_mg, net_mg, fine_mg,
    value_paise)
  select $1, $2, $3, 'old-metal', 1, l.*
  from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::int[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[]) as l`

const linesInsert = `
  insert into old_gold_line (business_id, document_id, line, lot_id, words, metal, purity_id, gross_mg, dust_mg, stone_mg, net_mg,
    touch, fine_mg, melting_bp, melted_mg, rate_paise, board_paise, value_paise, approved_by, approved_by_name)
  select $1, $2, l.line, l.lot, l.words, l.metal, l.purity, l.gross, l.dust, l.stones, l.net, l.touch, l.fine, l.melting, l.melted,
    l.rate, l.board, l.value, l.approved, l.approved_name
  from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::int[],
    $12::bigint[], $13::int[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::uuid[], $19::text[]) with ordinality
    as l (lot, words, metal, purity, gross, dust, stones, net, touch, fine, melting, melted, rate, board, value, approved,
      approved_name, line)`

const sellerInsert = `
  insert into old_gold_purchase (business_id, document_id, id_kind, id_encrypted, id_last4, is_declared, declaration_version, photo_sha256)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`

const purchaseInsert = gathered('old_gold.purchase.insert', [lotsInsert, sellerInsert, linesInsert, paperInsert])
