import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { paise } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { type Mg, mct, mg } from '../../src/core/weight.ts'
import type { Vault } from '../../src/db/fields.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { moveToCounter } from '../../src/features/movements/counters/counters.commands.ts'
import { receiveFromHallmark, sendToHallmark } from '../../src/features/movements/hallmarks/hallmarks.commands.ts'
import { meltGoods } from '../../src/features/movements/melting/melting.commands.ts'
import { receiveTransfer } from '../../src/features/movements/transfers/receiving.commands.ts'
import { sendTransfer } from '../../src/features/movements/transfers/sending.commands.ts'
import { type WorkshopRequest, workAtBench } from '../../src/features/movements/workshop/workshop.commands.ts'
import { createParty } from '../../src/features/parties/index.ts'

interface Between {
  readonly branchId: string
  readonly toBranchId: string
  readonly today: IsoDate
  readonly vault: Vault
}

type By = (daysAgo: number, minute: number) => Actor

const none = { quantity: milli(0n), gross: mg(0n), net: mg(0n), pieces: 0 }
const ofPiece = (id: string) => ({ ...none, ref: { kind: 'piece' as const, id } })
const ofLot = (id: string, net: Mg) => ({ ...none, ref: { kind: 'lot' as const, id }, gross: net, net })

/** Pieces at another branch and at another counter, at the hallmark centre and back with their HUID, and a melting. */
export async function moveJewels(
  tx: Tx,
  businessId: string,
  { branchId, toBranchId, today, vault }: Between,
  by: By,
): Promise<void> {
  const day = (daysAgo: number) => addDays(today, -daysAgo)
  const pieces: { id: string; tag: string; huid: string; metal: string }[] = await tx('piece as p')
    .join('item as i', { 'i.business_id': 'p.business_id', 'i.id': 'p.item_id' })
    .where({ 'p.business_id': businessId, 'p.branch_id': branchId, 'p.state': 'in-stock', 'i.hsn': '711319' })
    .orderBy('p.tag')
    .select('p.id', 'p.tag', 'p.huid')
  const marked = pieces.filter(({ huid }) => huid !== '')
  const away = marked.slice(4, 7)
  const sent = { id: newId(), branchId, toBranchId, note: 'By hand, Ramesh', lines: away.map(({ id }) => ofPiece(id)) }
  await sendTransfer(tx, businessId, sent, by(5, 650), day(5))
  const came = { id: sent.id, tags: away.map(({ tag }) => tag), counted: [], note: '' }
  await receiveTransfer(tx, businessId, came, by(5, 720), day(5))
  const tray = { id: newId(), branchId, counter: 'Counter 2', note: 'For the window', lines: [] as const }
  const lines = marked.slice(8, 11).map(({ id }) => ofPiece(id))
  await moveToCounter(tx, businessId, { ...tray, lines }, by(3, 630), day(3))
  await hallmark(
    tx,
    businessId,
    { branchId, today, vault, pieces: pieces.filter(({ huid }) => huid === '').slice(0, 4) },
    by,
  )
  await meltOld(tx, businessId, { branchId, today }, by)
  await shorten(tx, businessId, { branchId, today }, by)
}

async function hallmark(
  tx: Tx,
  businessId: string,
  { branchId, today, vault, pieces }: Omit<Between, 'toBranchId'> & { pieces: readonly { id: string }[] },
  by: By,
): Promise<void> {
  const partyId = newId()
  const place = { address: '2/88, Bhagatalao', city: 'Surat', pin: '395003', state: '24' }
  await createParty(
    tx,
    businessId,
    {
      ...{ id: partyId, name: 'Surat Hallmarking Centre', isCustomer: false, isSupplier: true, isKarigar: false },
      ...{ phone: '+919071884420', email: '', gstin: '', pan: '', state: '24', termsDays: 15, creditLimit: null },
      ...{ preferredPayment: 'bank', locale: '', notes: '', billing: place, opening: undefined },
      delivery: { address: '', city: '', pin: '', state: '' },
    },
    by(8, 600),
    vault,
  )
  const lines = pieces.map(({ id }) => ofPiece(id))
  const challan = { id: newId(), branchId, partyId, dueOn: addDays(today, -1), note: '', lines }
  await sendToHallmark(tx, businessId, challan, by(4, 660), addDays(today, -4))
  const back = {
    ...{ id: challan.id, voucherId: newId(), charge: paise(135_00n), billNumber: 'SHC/2214' },
    ...{ dueOn: addDays(today, 13), assayed: [], onto: 'cost' as const },
  }
  const assayed = [
    { line: 1, huid: 'QX7K2M' },
    { line: 2, huid: 'B4TR9W' },
    { line: 3, rejected: 'Solder under 22K at the hook' },
  ].slice(0, pieces.length)
  await receiveFromHallmark(tx, businessId, { ...back, assayed }, by(2, 1050), {
    onDate: addDays(today, -2),
    branchId,
  })
}

/** The gold that was bought of people last, into a bar of its own touch. */
async function meltOld(
  tx: Tx,
  businessId: string,
  { branchId, today }: Pick<Between, 'branchId' | 'today'>,
  by: By,
): Promise<void> {
  const of = { business_id: businessId, branch_id: branchId }
  const old: { id: string; net: bigint; fine: bigint } | undefined = await tx('lot')
    .where({ ...of, kind: 'old-metal' })
    .where('net_mg', '>', 0)
    .orderBy([{ column: 'fineness', order: 'desc' }, 'name'])
    .first('id', 'net_mg as net', 'fine_mg as fine')
  const bag = await tx('lot')
    .where({ ...of, barcode: 'L-0001' })
    .first('id')
  if (!old) return
  const melting = {
    ...{ id: newId(), branchId, lines: [ofLot(old.id, mg(old.net))], lotId: bag.id },
    ...{
      out: mg((old.net * 992n) / 1000n),
      fineness: Number((old.fine * 10_000n) / old.net),
      allowanceBp: 100,
      stones: null,
      note: '',
    },
  }
  await meltGoods(tx, businessId, melting, by(2, 900), addDays(today, -2))
}

/** A plain piece is cut shorter: a new one of three quarters of it, and the links into the lot of its purity. */
async function shorten(
  tx: Tx,
  businessId: string,
  { branchId, today }: Pick<Between, 'branchId' | 'today'>,
  by: By,
): Promise<void> {
  const plain: { id: string; itemId: string; gross: bigint; lotId: string } | undefined = await tx('piece as p')
    .join('lot as l', { 'l.business_id': 'p.business_id', 'l.branch_id': 'p.branch_id', 'l.purity_id': 'p.purity_id' })
    .where({ 'p.business_id': businessId, 'p.branch_id': branchId, 'p.state': 'in-stock', 'l.kind': 'metal' })
    .where({ 'p.stone_mg': 0, 'p.other_mg': 0 })
    .whereRaw('l.fineness in (0, p.fineness) and l.archived_at is null')
    .orderBy([{ column: 'p.gross_mg', order: 'desc' }, 'p.tag'])
    .first('p.id', 'p.item_id as itemId', 'p.gross_mg as gross', 'l.id as lotId')
  if (!plain) return
  const [kept, loss] = [(plain.gross * 3n) / 4n, 30n]
  const links = mg(plain.gross - kept - loss)
  const work: WorkshopRequest = {
    ...{ id: newId(), branchId, lines: [ofPiece(plain.id)], loss: mg(loss), lostStones: mct(0n), lossCost: null },
    ...{ extra: paise(350_00n), note: 'Customer wants it shorter' },
    makes: [
      { kind: 'new', id: plain.itemId, gross: mg(kept), otherWeight: mg(0n), stones: [], cost: null },
      { kind: 'lot', id: plain.lotId, gross: links, net: links, pieces: 0, carat: mct(0n), cost: null },
    ],
  }
  await workAtBench(tx, businessId, work, by(1, 960), addDays(today, -1))
}
