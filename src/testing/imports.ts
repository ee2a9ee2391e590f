import type { Test } from 'tap'
import writeXlsxFile from 'write-excel-file/node'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { accountsByRole, booksCheck } from '../features/books/index.ts'
import { importJobs } from '../features/imports/imports.jobs.ts'
import type { TestApp } from './app.ts'
import { aReceipt } from './book.ts'
import type { Person, Shop } from './cast.ts'
import { text } from './html.ts'
import { runJobs } from './jobs.ts'

type Table = readonly (readonly string[])[]

export const csv = (rows: Table): Buffer =>
  Buffer.from(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'))
export const xlsx = (rows: Table): Promise<Buffer> =>
  writeXlsxFile(rows.map((row) => row.map((value) => ({ value, type: String })))).toBuffer()

const counted = ['party', 'item', 'voucher', 'open_item', 'party_address', 'party_search', 'item_search'] as const

/** Files on their way in, by the same pages as a person uses, and what they left behind. */
export function importKit(kit: TestApp) {
  const upload = (by: Person, kind: string, file: Buffer, name = 'old.csv', id = newId()) => {
    const form = new FormData()
    form.append('id', id)
    form.append('kind', kind)
    form.append('file', new Blob([new Uint8Array(file)]), name)
    return kit
      .as(by)
      .upload('/imports', form)
      .then((answer) => ({ id, answer }))
  }
  const columnsOf = async (id: string): Promise<Record<string, string>> => {
    const { mapping } = await kit.root('import_run').where({ id }).first('mapping')
    return Object.fromEntries(Object.entries(mapping).map(([name, column]) => [`column.${name}`, String(column)]))
  }
  const check = async (by: Person, id: string, more: Record<string, string> = {}) =>
    kit.as(by).post(`/imports/${id}/columns`, { ...(await columnsOf(id)), ...more })
  const work = () => runJobs(kit, { kinds: importJobs })
  const run = async (by: Person, id: string) => {
    const answer = await kit.as(by).post(`/imports/${id}/run`, { job: newId() })
    await work()
    return answer
  }
  const bring = async (t: Test, by: Person, kind: string, file: Buffer) => {
    const { id, answer } = await upload(by, kind, file)
    t.equal(answer.statusCode, 303, text(answer.body))
    const checked = await check(by, id)
    t.equal(checked.statusCode, 303, text(checked.body))
    await run(by, id)
    return id
  }
  const statesOf = async (id: string): Promise<Record<string, number>> => {
    const rows = await kit.root('import_row').where({ run_id: id }).select('state')
    return Object.fromEntries(
      Object.entries(Object.groupBy(rows, ({ state }) => state)).map(([s, all]) => [s, all?.length ?? 0]),
    )
  }
  const undo = async (by: Person, id: string, more: Record<string, string> = {}) => {
    const answer = await kit.as(by).post(`/imports/${id}/undo`, { job: newId(), ...more })
    await work()
    return answer
  }
  const balanceOf = async (shop: Shop, role: string): Promise<bigint> => {
    const rows = await kit
      .root('account_month as m')
      .join('account as a', (on) => on.on('a.id', 'm.account_id').andOn('a.business_id', 'm.business_id'))
      .where({ 'm.business_id': shop.id, role })
      .select('debit', 'credit')
    return rows.reduce((sum: bigint, { debit, credit }) => sum + debit - credit, 0n)
  }
  /** Pays half of a bill, as a receipt does. */
  const settle = (shop: Shop, { id, party_id }: { id: string; party_id: string }) =>
    inBusiness(kit.db, shop.id, async (tx) => {
      const book = { ...shop, roles: await accountsByRole(tx, shop.id), ramesh: '', sita: '', itemId: '' }
      await aReceipt(tx, book, party_id, 50_00n, '2026-11-21', {
        documentId: '',
        number: '',
        voucherId: '',
        itemId: id,
      })
    })
  /** The points of the books check that do not hold; a cash book below zero is only a warning. */
  const wrongPoints = async (shop: Shop): Promise<unknown[]> => {
    const results = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
    return results.filter(({ holds }) => !holds)
  }
  const countsOf = (shop: Shop): Promise<Record<string, number>> => countsIn(kit, shop)
  return { upload, columnsOf, check, work, run, bring, undo, balanceOf, settle, wrongPoints, statesOf, countsOf }
}

async function countsIn({ root }: TestApp, { id }: Shop): Promise<Record<string, number>> {
  const counts = counted.map(async (table) => {
    const rows = await root(table).where({ business_id: id }).select('business_id')
    return [table, rows.length] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}
