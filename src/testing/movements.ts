import { newId } from '../db/ids.ts'
import type { Browser, TestApp } from './app.ts'

/** One of each movement of goods in a shop that has items, a piece, a lot of metal and old gold. */
export async function someMovements(kit: TestApp, owner: Browser, businessId: string): Promise<void> {
  const of = { business_id: businessId }
  const branch =
    (await kit
      .root('branch')
      .where({ ...of, is_main: true })
      .first()) ?? {}
  const to_branch = newId()
  await kit.root('branch').insert({ ...branch, id: to_branch, name: 'Godown', code: 'GD2', is_main: false })
  const [rice, box] = await kit
    .root('stock_level')
    .where({ ...of, branch_id: branch.id })
    .whereNotIn('item_id', kit.root('article').where(of).select('item_id'))
    .orderBy('quantity_milli', 'desc')
    .limit(2)
    .pluck('item_id')
  const item = { 'lines.0.ref': `item:${rice}`, 'lines.0.quantity': '1' }
  const form = () => ({ id: newId(), branch: branch.id })
  await owner.post('/stock/transfers', { ...form(), to_branch, ...item })
  await owner.post('/stock/adjustments', { ...form(), ...item, 'lines.0.way': 'less', 'lines.0.reason': 'own-use' })
  const names = await kit.root('item').whereIn('id', [rice, box]).select('id', 'name')
  const nameOf = (id: string): string => names.find((one) => one.id === id)?.name ?? ''
  await owner.post('/stock/kits', { item: nameOf(box), 'parts.0.item': nameOf(rice), 'parts.0.quantity': '1' })
  await owner.post('/stock/assemblies', { ...form(), kit: box, way: 'make', kits: '1' })
  const piece = await kit
    .root('piece')
    .where({ ...of, state: 'in-stock' })
    .first('id')
  await kit
    .root('piece')
    .where({ ...of, id: piece.id })
    .update({ huid: '' })
  const tagged = { 'lines.0.ref': `piece:${piece.id}` }
  await owner.post('/stock/counters', { ...form(), counter: 'B', ...tagged })
  const { id: party_id } = await kit
    .root('party')
    .where({ ...of, is_supplier: true })
    .first('id')
  await owner.post('/stock/hallmarks', { ...form(), party_id, due_on: '+3', ...tagged })
  const old = await kit
    .root('lot')
    .where({ ...of, kind: 'old-metal' })
    .where('net_mg', '>', 0)
    .first('id')
  const bar = await kit
    .root('lot')
    .where({ ...of, kind: 'metal' })
    .first('id')
  const melted = { 'lines.0.ref': `lot:${old?.id}`, 'lines.0.gross': '2', 'lines.0.net': '2' }
  await owner.post('/stock/meltings', { ...form(), lot: bar.id, out: '1.9', touch: '91', allowance: '10', ...melted })
  const chain = await kit
    .root('lot')
    .where({ ...of, kind: 'metal' })
    .where('net_mg', '>', 1000)
    .first('id')
  const [made, kept] = [{ 'outs.0.ref': `item:${box}`, 'outs.0.quantity': '1' }, { 'lines.0.net': '1' }]
  const wire = { 'lines.0.ref': `lot:${chain?.id}`, 'lines.0.gross': '1', ...kept }
  await owner.post('/stock/workshop', { ...form(), loss: '0.1', ...wire, ...made })
}
