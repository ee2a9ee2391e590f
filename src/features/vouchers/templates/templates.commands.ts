import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { EntryKind } from '../../../core/voucher-facts.ts'
import { isId, newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import type { Typed } from '../entering/entering.typed.ts'

export interface TemplateRow {
  id: string
  name: string
  form: EntryKind
  body: Typed
  byName: string
  updatedAt: Date
}

const mostTemplates = 200

/** Keeps what stands in a form, to be filled in again. Throws Refusal for a name that is missing or taken. */
export async function saveTemplate(
  tx: Tx,
  businessId: string,
  { name, form, body }: { name: string; form: EntryKind; body: Typed },
  actor: Actor,
): Promise<void> {
  const id = newId()
  const called = nameFor(name)
  const all = await listTemplates(tx, businessId)
  if (all.length >= mostTemplates) throw new Refusal('vouchers.refusal.tooManyTemplates', { most: mostTemplates }, 409)
  const values = [businessId, id, called, form, JSON.stringify(body), actor.userId, actor.name, actor.at]
  await named(tx, templateInsert, values).catch(refuseTaken)
  await audit(tx, businessId, actor, {
    action: 'voucher-template.saved',
    entity: 'voucher-template',
    entityId: id,
    after: { name: called, kind: form },
  })
}

/** Throws NotFound; Refusal for a name that is missing or taken. */
export async function renameTemplate(
  tx: Tx,
  businessId: string,
  { id, name }: { id: string; name: string },
  actor: Actor,
): Promise<void> {
  const before = await findTemplate(tx, businessId, id)
  const called = nameFor(name)
  if (called === before.name) return
  await named(tx, templateRename, [businessId, id, called, actor.at]).catch(refuseTaken)
  await audit(tx, businessId, actor, {
    action: 'voucher-template.renamed',
    entity: 'voucher-template',
    entityId: id,
    before: { name: before.name },
    after: { name: called },
  })
}

/** Throws NotFound. */
export async function deleteTemplate(tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> {
  const { name, form } = await findTemplate(tx, businessId, id)
  await named(tx, templateDelete, [businessId, id])
  await audit(tx, businessId, actor, {
    action: 'voucher-template.deleted',
    entity: 'voucher-template',
    entityId: id,
    before: { name, kind: form },
  })
}

/** Throws NotFound. */
export async function findTemplate(tx: Tx, businessId: string, id: string): Promise<TemplateRow> {
  const [row] = isId(id) ? await named<TemplateRow>(tx, templateById, [businessId, id]) : []
  if (!row) throw new NotFound('no such template')
  return row
}

/** By name. */
export const listTemplates = (tx: Tx, businessId: string): Promise<TemplateRow[]> =>
  named<TemplateRow>(tx, templates, [businessId, mostTemplates])

function nameFor(name: string): string {
  const called = name.trim()
  if (called === '') throw new Refusal('fields.name')
  return called
}

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('fields.taken') : error
}

const columns = 'id, name, form, body, by_name as "byName", updated_at as "updatedAt"'
const templates = {
  name: 'vouchers.templates',
  text: `select ${columns} from voucher_template where business_id = $1 order by name_key limit $2`,
}
const templateById = {
  name: 'vouchers.template',
  text: `select ${columns} from voucher_template where business_id = $1 and id = $2`,
}
const templateInsert = {
  name: 'vouchers.template.insert',
  text: `
    insert into voucher_template (business_id, id, name, form, body, by_user, by_name, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}
const templateRename = {
  name: 'vouchers.template.rename',
  text: 'update voucher_template set name = $3, updated_at = $4 where business_id = $1 and id = $2',
}
const templateDelete = {
  name: 'vouchers.template.delete',
  text: 'delete from voucher_template where business_id = $1 and id = $2',
}
