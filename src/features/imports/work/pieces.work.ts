import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { listBranches } from '../../items/index.ts'
import { type NewPiece, openPiecesOfMany } from '../../pieces/index.ts'
import { pick } from '../imports.fields.ts'
import type { Outcome } from '../imports.types.ts'
import { readPiece } from '../rows/piece-row.ts'
import { firstLine, refused, refusedAs, same, type WorkAtRows } from './work.types.ts'

interface ArticleNamed {
  id: string
  word: string
}
interface PieceHere {
  id: string
  itemId: string
  tag: string
  huid: string
}
type PieceRow = Omit<NewPiece, 'id'> & { itemId: string }

export const workAtPieces: WorkAtRows = async (tx, businessId, rows, { run, actor, isDry, seen }) => {
  const read = rows.map(({ line, cells }) => {
    const picked = pick(cells, run.mapping)
    return { line, word: plainWord(picked['article'] ?? ''), parsed: readPiece(picked) }
  })
  const articles = Map.groupBy(
    await named<ArticleNamed>(tx, articlesByWord, [businessId, [...new Set(read.map(({ word }) => word))]]),
    ({ word }) => word,
  )
  const here = await piecesHere(tx, businessId, read)
  const judged = read.map(({ line, word, parsed }): Outcome & { row?: PieceRow } => {
    if (!parsed.ok) return refused(line, parsed.errors)
    const [article, ...others] = articles.get(word) ?? []
    if (!article) return refusedAs(line, 'article', 'imports.row.noArticle')
    if (others.length > 0) return refusedAs(line, 'article', 'imports.row.manyFit')
    const { tag, huid } = parsed.value
    const first = firstLine(seen, line, { asks: [...(tag ? [`tag ${tag}`] : []), ...(huid ? [`huid ${huid}`] : [])] })
    if (first !== undefined) return refused(line, { tag: { key: 'imports.row.twice', values: { line: first } } })
    const tagged = here.find((one) => tag !== '' && one.tag === tag)
    if (tagged && tagged.itemId === article.id && tagged.huid === huid) return same(line, tagged.id)
    if (tagged) return refusedAs(line, 'tag', 'imports.row.tagTaken')
    if (here.some((one) => huid !== '' && one.huid === huid)) return refusedAs(line, 'huid', 'imports.row.huidTaken')
    return { line, state: 'new', id: null, problems: [], row: { ...parsed.value, itemId: article.id } }
  })
  if (isDry) return judged.map(({ row: _row, ...outcome }) => outcome)
  const [main] = await listBranches(tx, businessId)
  const fresh = judged.flatMap(({ line, row }) => (row ? [{ line, piece: { ...row, id: newId() } }] : []))
  const pieces = fresh.map(({ piece }) => piece)
  const made = { importId: run.id, branchId: run.branchId ?? main?.id ?? '', onDate: run.onDate, pieces }
  const voucherOf = await openPiecesOfMany(tx, businessId, made, actor)
  const idOf = new Map(fresh.map(({ line, piece }) => [line, piece.id]))
  return judged.map(({ row: _row, ...outcome }): Outcome => {
    const id = idOf.get(outcome.line)
    if (id === undefined) return outcome
    return { line: outcome.line, state: 'made', problems: [], id, voucherId: voucherOf.get(id) ?? null }
  })
}

const plainWord = (text: string): string => text.normalize('NFC').trim().toLowerCase()

function piecesHere(
  tx: Tx,
  businessId: string,
  read: readonly { parsed: ReturnType<typeof readPiece> }[],
): Promise<PieceHere[]> {
  const pieces = read.flatMap(({ parsed }) => (parsed.ok ? [parsed.value] : []))
  const codes = (of: (piece: (typeof pieces)[number]) => string) => pieces.map(of).filter(Boolean)
  return named(tx, byCodes, [businessId, codes(({ tag }) => tag), codes(({ huid }) => huid)])
}

// By its name, else by the prefix of its tags.
const articlesByWord = {
  name: 'imports.articles',
  text: `
    select i.id, w.word from unnest($2::text[]) as w (word)
    join item i on i.business_id = $1 and lower(i.name) = w.word and i.archived_at is null
    join article a on a.business_id = $1 and a.item_id = i.id and a.tracking = 'piece'
    union
    select i.id, w.word from unnest($2::text[]) as w (word)
    join article a on a.business_id = $1 and a.tag_prefix <> '' and lower(a.tag_prefix) = w.word and a.tracking = 'piece'
    join item i on i.business_id = $1 and i.id = a.item_id and i.archived_at is null`,
}

const byCodes = {
  name: 'imports.pieces_here',
  text: `
    select id, item_id as "itemId", tag, huid from piece where business_id = $1 and tag = any($2::text[])
    union
    select id, item_id, tag, huid from piece where business_id = $1 and huid <> '' and huid = any($3::text[])`,
}
