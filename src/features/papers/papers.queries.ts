import { NotFound } from '../../core/errors.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

export interface PaperAsked {
  documentId: string
  /** A paper of another kind is not found. */
  kinds: readonly string[]
  /** Which form of it: the sheet and the copy. */
  form: string
  version: string
  /** Only of this party, where a customer asks. */
  partyId?: string | undefined
  /** The hashes that the browser has already. */
  known: readonly string[]
}

export interface FoundPaper {
  number: string
  /** Names the paper: the same document in the same state, form and version. */
  hash: string
  isKnown: boolean
  /** Nothing when it was never printed, or the browser has it. */
  bytes: Buffer | null
}

/**
 * The kept PDF of a document, by one look at two primary keys and without its lines. A cancelled paper is another paper.
 * The language needs no place in the hash: it stands in the document, which stays as it was issued. Throws NotFound.
 */
export async function findPaper(tx: Tx, businessId: string, asked: PaperAsked): Promise<FoundPaper> {
  const { documentId, kinds, form, version, partyId = null, known } = asked
  if (!isId(documentId)) throw new NotFound('no paper has such an id')
  const [found] = await named<FoundPaper>(tx, paperOfDocument, [
    ...[businessId, documentId, `${form} ${version}`],
    ...[[...kinds], partyId, [...known]],
  ])
  if (!found) throw new NotFound(`no paper ${documentId}`)
  return found
}

const paperOfDocument = {
  name: 'papers.find',
  text: `
    select d.number, k.hash, k.hash = any($6::text[]) as "isKnown", case when k.hash = any($6::text[]) then null else p.bytes end as bytes
    from document d
    cross join lateral (select encode(sha256(convert_to(concat_ws(' ', d.id, d.state, $3::text), 'UTF8')), 'hex') as hash) k
    left join paper p on p.business_id = d.business_id and p.content_hash = k.hash
    where d.business_id = $1 and d.id = $2 and d.kind = any($4::text[]) and ($5::uuid is null or d.party_id = $5)`,
}

/** A picture of the shop as it can stand inside a paper, or nothing. */
export async function findLogo(tx: Tx, businessId: string, sha256: string | null): Promise<string> {
  if (!sha256) return ''
  const [file] = await named<{ mime: string; bytes: Buffer }>(tx, fileByHash, [businessId, sha256])
  return file ? `data:${file.mime};base64,${file.bytes.toString('base64')}` : ''
}

const fileByHash = {
  name: 'papers.logo',
  text: 'select mime, bytes from file where business_id = $1 and sha256 = $2',
}
