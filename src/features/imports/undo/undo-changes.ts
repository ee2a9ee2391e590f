import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { Vault } from '../../../db/fields.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { changeItems, type ItemOfMany, listFacts, listUsedItems } from '../../items/index.ts'
import { changeParties, listProfiles, type PartyOfMany } from '../../parties/index.ts'
import { fieldsOf, type ImportKind } from '../imports.fields.ts'
import type { Change, ImportRun, Problem } from '../imports.types.ts'
import { before, itemNames, partyNames, pickedOfItem, pickedOfParty, writtenOver } from '../rows/changes.rules.ts'
import { itemWith } from '../rows/item-change.ts'
import { partyWith } from '../rows/party-change.ts'
import { contextOf } from '../work/items.work.ts'
import { listSettled, type MadeRow, type Used } from './undo.queries.ts'

/** Rows that changed what was here: those that can be put back as they were, and those that cannot, each with its reason. */
export interface Restorable {
  readonly rows: readonly MadeRow[]
  readonly kept: readonly (Used & { readonly line: number; readonly problems: readonly Problem[] })[]
  /** Writes back what these rows said before. */
  readonly restore: (actor: Actor) => Promise<void>
}

const nothingToRestore: Restorable = { rows: [], kept: [], restore: async () => undefined }

export interface Asked {
  readonly run: ImportRun
  readonly today: IsoDate
  readonly vault: Vault
  /** They are to be written: nobody changes them meanwhile. */
  readonly lock: boolean
}

export function findRestorable(
  tx: Tx,
  businessId: string,
  rows: readonly MadeRow[],
  asked: Asked,
): Promise<Restorable> | Restorable {
  if (rows.length === 0) return nothingToRestore
  if (asked.run.kind === 'parties') return restorableParties(tx, businessId, rows, asked)
  return asked.run.kind === 'items' ? restorableItems(tx, businessId, rows, asked) : nothingToRestore
}

async function restorableParties(
  tx: Tx,
  businessId: string,
  rows: readonly MadeRow[],
  { today, vault, lock }: Asked,
): Promise<Restorable> {
  const parties = await listProfiles(tx, businessId, { ids: rows.map(({ id }) => id), lock }, vault)
  const settled = await listSettled(tx, businessId, rows)
  const judged = rows.map((row) => {
    const party = parties.get(row.id)
    if (!party) return keep(row, 'parties', { name: '', problems: [gone] })
    if (row.voucherId && settled.has(row.voucherId))
      return keep(row, 'parties', { name: party.name, problems: [usedOpening('amount')] })
    const texts = before(row.changes.filter(({ field }) => partyNames.includes(field)))
    return judge(row, 'parties', party, pickedOfParty(party), partyWith(party, texts, today))
  })
  return restorable<PartyOfMany>(judged, (changed, actor) => changeParties(tx, businessId, changed, actor, vault))
}

async function restorableItems(
  tx: Tx,
  businessId: string,
  rows: readonly MadeRow[],
  { run, today, lock }: Asked,
): Promise<Restorable> {
  const items = await listFacts(tx, businessId, { ids: rows.map(({ id }) => id), lock })
  const context = await contextOf(tx, businessId, { run, today })
  const stocked = rows.filter(hasStock)
  const voucherIds = stocked.flatMap(({ voucherId }) => voucherId ?? [])
  const ids = stocked.map(({ id }) => id)
  const moved = new Set((await listUsedItems(tx, businessId, { ids, voucherIds })).map(({ id }) => id))
  const judged = rows.map((row) => {
    const item = items.get(row.id)
    if (!item) return keep(row, 'items', { name: '', problems: [gone] })
    if (moved.has(row.id)) return keep(row, 'items', { name: item.name, problems: [usedOpening('quantity')] })
    const texts = before(row.changes.filter(({ field }) => itemNames.includes(field)))
    const was = itemWith(item, texts, context)
    const said: Parsed<ItemOfMany> = was.ok ? { ok: true, value: was.value.after } : was
    return judge(row, 'items', item, pickedOfItem(item, context.classes), said)
  })
  return restorable<ItemOfMany>(judged, (changed, actor) => changeItems(tx, businessId, changed, actor))
}

/** Its stock was opened by the import. */
export const hasStock = ({ changes }: MadeRow): boolean => changes.some(({ field }) => field === 'quantity')

type Kept = Restorable['kept'][number]
type Verdict<Thing> = { row: MadeRow; changed: { before: Thing; after: Thing } | undefined } | { kept: Kept }

function judge<Thing extends { name: string }>(
  row: MadeRow,
  kind: 'parties' | 'items',
  now: Thing,
  texts: Readonly<Record<string, string>>,
  was: Parsed<Thing>,
): Verdict<Thing> {
  const over = writtenOver(row.changes, texts)
  if (over.length > 0)
    return keep(row, kind, { name: now.name, problems: over.map(({ field }) => changedSince(field)) })
  if (!was.ok) {
    const problems = Object.entries(was.errors).map(([field, said]) => ({ field, ...said }))
    return keep(row, kind, { name: now.name, problems })
  }
  return { row, changed: { before: now, after: was.value } }
}

function keep(
  { line, id }: MadeRow,
  kind: 'parties' | 'items',
  { name, problems }: { name: string; problems: readonly Problem[] },
): { kept: Kept } {
  return { kept: { line, id, name, href: `/${kind}/${id}`, problems } }
}

const gone: Problem = { field: '', key: 'imports.undo.gone' }
const changedSince = (field: string): Problem => ({ field, key: 'imports.undo.changedSince' })
const usedOpening = (field: string): Problem => ({ field, key: 'imports.undo.usedOpening' })

function restorable<Thing>(
  judged: readonly Verdict<Thing>[],
  write: (changed: readonly { before: Thing; after: Thing }[], actor: Actor) => Promise<void>,
): Restorable {
  const free = judged.flatMap((verdict) => ('row' in verdict ? [verdict] : []))
  const changed = free.flatMap((verdict) => verdict.changed ?? [])
  return {
    rows: free.map(({ row }) => row),
    kept: judged.flatMap((verdict) => ('kept' in verdict ? [verdict.kept] : [])),
    restore: (actor) => write(changed, actor),
  }
}

/** Of a change only what its file's kind knows is shown: fields of an older version are left out. */
export const knownChanges = (kind: ImportKind, changes: readonly Change[]): readonly Change[] =>
  changes.filter(({ field }) => fieldsOf[kind].some(({ name }) => name === field))
