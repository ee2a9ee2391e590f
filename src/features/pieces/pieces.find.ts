import type { Paise } from '../../core/money.ts'
import { afterAll, termsOf } from '../../core/search-terms.ts'
import type { Mct, Mg } from '../../core/weight.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import type { PieceState } from './pieces.states.ts'

/** What a scan found, whatever its state: enough to say where it is, and on what paper. */
export interface FoundPiece {
  id: string
  itemId: string
  itemName: string
  tag: string
  huid: string
  state: PieceState
  branchId: string
  branchName: string
  purity: string
  gross: Mg
  net: Mg
  carat: Mct
  fixedPrice: Paise | null
  photoSha256: string | null
  /** The bill, order or challan that holds it. */
  documentId: string | null
  documentKind: string | null
  documentNumber: string | null
  documentDate: string | null
}

/** A code as it is kept: "n-2210 " → "N-2210". */
export const codeOf = (typed: string): string => typed.trim().toUpperCase()

/** The piece whose tag or HUID is exactly this, in any state and at any branch. A tag goes before a HUID. */
export async function findPieceByCode(tx: Tx, businessId: string, code: string): Promise<FoundPiece | undefined> {
  const wanted = codeOf(code)
  if (wanted === '') return undefined
  const [piece] = await named<FoundPiece>(tx, pieceByCode, [businessId, wanted])
  return piece
}

/**
 * Pieces whose tag begins so, or whose article has these words: those in stock first, those of this branch before others'
 * (all alike where `branchId` is null), at most ten. Each alternative reads at most ten rows of an index.
 */
export async function searchPieces(
  tx: Tx,
  businessId: string,
  words: string,
  branchId: string | null,
): Promise<FoundPiece[]> {
  const tag = codeOf(words)
  const terms = termsOf(words)
  if (tag === '' || !terms) return []
  return named(tx, piecesFound, [businessId, tag, afterAll(tag), terms.phrase, afterAll(terms.phrase), branchId])
}

const columns = `p.id, p.item_id as "itemId", i.name as "itemName", p.tag, p.huid, p.state, p.branch_id as "branchId",
      b.name as "branchName", u.name as purity, p.gross_mg as gross, p.net_mg as net, p.carat_mct as carat,
      p.fixed_price_paise as "fixedPrice", p.photo_sha256 as "photoSha256", p.document_id as "documentId",
      d.kind as "documentKind", d.number as "documentNumber", d.on_date as "documentDate"`

const joined = `
    join item i on i.business_id = p.business_id and i.id = p.item_id
    join branch b on b.business_id = p.business_id and b.id = p.branch_id
    join purity u on u.business_id = p.business_id and u.id = p.purity_id
    left join document d on d.business_id = p.business_id and d.id = p.document_id`

const pieceByCode = {
  name: 'piece.find_by_code',
  text: `
    select ${columns}
    from (select * from piece where business_id = $1 and tag = $2
      union select * from piece where business_id = $1 and huid = $2 and huid <> '') p ${joined}
    order by p.tag = $2 desc limit 1`,
}

const someOf = (where: string) => `(select * from piece where business_id = $1 and ${where} order by tag limit 10)`

/** By article only what is in stock: nobody types words for a piece that is sold. */
const piecesFound = {
  name: 'piece.search',
  text: `
    with named_so as (select distinct s.item_id as id from item_search s
      join article a on a.business_id = s.business_id and a.item_id = s.item_id
      where s.business_id = $1 and s.term >= $4 and s.term < $5 limit 20),
    found as (
      ${someOf("tag >= $2 and tag < $3 and state = 'in-stock'")}
      union ${someOf('tag >= $2 and tag < $3')}
      union select x.* from named_so n cross join lateral
        (select * from piece where business_id = $1 and item_id = n.id and state = 'in-stock' order by tag limit 10) x)
    select ${columns} from found p ${joined}
    order by p.state <> 'in-stock', $6::uuid is not null and p.branch_id <> $6, not (p.tag >= $2 and p.tag < $3), p.tag limit 10`,
}
