import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { type PieceFacts, pieceFacts } from '../pieces.facts.ts'
import type { PieceEventKind, PieceState } from '../pieces.states.ts'

export interface PieceEventRow {
  id: string
  kind: PieceEventKind
  toState: PieceState
  branchName: string
  counter: string
  documentId: string | null
  documentKind: string | null
  form: string | null
  documentNumber: string | null
  onDate: string
  note: string
  byName: string
}

export interface ShownPiece {
  facts: PieceFacts
  more: { size: string; note: string; photoSha256: string | null; cameOn: string; category: string; design: string }
  events: readonly PieceEventRow[]
}

/** A piece with all that befell it, newest first. Throws NotFound. */
export async function findPiece(tx: Tx, businessId: string, id: string): Promise<ShownPiece> {
  const [[facts], [more], events] = await together([
    pieceFacts(tx, businessId, [id]),
    named<ShownPiece['more']>(tx, pieceMore, [businessId, id]),
    named<PieceEventRow>(tx, pieceEvents, [businessId, id]),
  ])
  if (!facts || !more) throw new NotFound(`no piece ${id}`)
  return { facts, more, events }
}

const pieceMore = {
  name: 'piece.show.more',
  text: `
    select p.size, p.note, p.photo_sha256 as "photoSha256", p.came_on as "cameOn", a.category, a.design
    from piece p join article a on a.business_id = p.business_id and a.item_id = p.item_id
    where p.business_id = $1 and p.id = $2`,
}

// A piece has a handful of events in its life; the cap is for one that is counted every day for years.
const pieceEvents = {
  name: 'piece.show.events',
  text: `
    select e.id, e.kind, e.to_state as "toState", b.name as "branchName", e.counter, e.document_id as "documentId",
      d.kind as "documentKind", d.number as "documentNumber", e.on_date as "onDate", e.note, e.by_name as "byName",
      (select v.form from movement v where v.business_id = e.business_id and v.id = e.document_id) as form
    from piece_event e
    join branch b on b.business_id = e.business_id and b.id = e.branch_id
    left join document d on d.business_id = e.business_id and d.id = e.document_id
    where e.business_id = $1 and e.piece_id = $2 order by e.at desc, e.id desc limit 50`,
}
