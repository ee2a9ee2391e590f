import { NotFound } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { SelectView } from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import type { ReportReader } from '../report.ts'

interface Supplier {
  readonly id: string
  readonly name: string
}

/** Throws NotFound, also for text that is no id. */
export async function nameOfSupplier(tx: Tx, businessId: string, id: string): Promise<string> {
  const [party] = isId(id) ? await named<Supplier>(tx, byId, [businessId, id]) : []
  if (!party) throw new NotFound('no such supplier')
  return party.name
}

/** The first hundred suppliers by name, and the one that is chosen wherever it stands. */
export async function supplierSelect(
  tx: Tx,
  businessId: string,
  fields: FormFields,
  { t }: ReportReader,
): Promise<SelectView[]> {
  const typed = fields.text('supplier', 'stockReports.supplier').value.trim()
  const rows = await named<Supplier>(tx, choices, [businessId, isId(typed) ? typed : null])
  if (rows.length === 0) return []
  return [
    fields.select('supplier', 'stockReports.supplier', [
      { value: '', text: t('stockReports.allSuppliers') },
      ...rows.map(({ id, name }) => ({ value: id, text: name })),
    ]),
  ]
}

const byId = {
  name: 'reports.profit.supplier_name',
  text: 'select id, name from party where business_id = $1 and id = $2',
}

const choices = {
  name: 'reports.profit.suppliers',
  text: `
    select id, name from (
      (select id, name, name_key from party where business_id = $1 and is_supplier and archived_at is null order by name_key, id limit 100)
      union
      select id, name, name_key from party where business_id = $1 and id = $2::uuid
    ) p order by name_key, id`,
}
