import type { AskedExchange } from '../../core/old-gold-purchase.ts'
import { milli } from '../../core/quantity.ts'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import { meltGoods } from '../../features/movements/melting/melting.commands.ts'
import { cancelOldGold } from '../../features/old-gold/cancelling/cancelling.commands.ts'
import { buyOldGold } from '../../features/old-gold/index.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import { at, type GoodsModel, type GoodsWorld, pick } from './goods-world.ts'
import type { ModelLot } from './jewel-world.ts'

/** Bangles of 22K that melt without loss. */
export const oldGoldOf = ({ jewels }: GoodsWorld, grams: bigint): AskedExchange => ({
  documentId: newId(),
  lines: [
    {
      ...{ words: 'Bangles', purityId: jewels.purities.gold, gross: mg(grams * 1000n), dust: mg(0n), stones: mg(0n) },
      ...{ touch: 9160, meltingBp: 0, rate: null },
    },
  ],
  seller: { idKind: 'aadhaar', idNumber: '4321 8765 1234', isDeclared: true },
})

/** The lot of old gold that a paper made. */
export async function lotOf(
  tx: Tx,
  { shop }: GoodsWorld,
  { documentId, branch }: { documentId: string; branch: number },
): Promise<ModelLot> {
  const row = await tx('stock_move as m')
    .join('lot as l', 'l.id', 'm.lot_id')
    .where({ 'm.business_id': shop.id, 'm.document_id': documentId })
    .whereNotNull('m.lot_id')
    .first('l.id', 'l.net_mg')
  if (!row) throw new Error(`no lot of ${documentId}`)
  return { id: row.id, metal: 'gold', branch, net: row.net_mg }
}

/** For cash, or left on Kirti's khata. */
export function buyGold(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay {
  const { shop, jewels, branches } = real
  const exchange = oldGoldOf(real, BigInt(step.pieces))
  const isPaid = step.share === 'all'
  const request = {
    ...{ partyId: jewels.customerId, address: 'Surat', exchange, paid: null, reference: '', paymentId: newId() },
    settle: isPaid ? 'cash' : 'khata',
  } as const
  const bought: GoodsModel['jewels']['bought'][number] = {
    ...{ id: exchange.documentId, paid: 0n, whole: BigInt(step.pieces) * 1000n, isCancelled: false },
    lot: { id: '', metal: 'gold', branch: step.branch, net: 0n },
  }
  let value = 0n
  return {
    expects: 'done',
    run: async (tx) => {
      const options = { branchId: at(branches, step.branch), today, vault: jewels.vault, authority: null }
      value = (await buyOldGold(tx, shop.id, request, shop.actor, options)).value
      bought.lot = await lotOf(tx, real, { documentId: bought.id, branch: step.branch })
    },
    apply: () => {
      bought.paid = isPaid ? value : -value
      model.jewels.bought.push(bought)
      model.jewels.lots.push(bought.lot)
      if (isPaid) model.cash -= value
      else model.jewels.customer -= value
    },
  }
}

/** What was paid for has to be undone first; metal that went on stays where it went. */
export function cancelGold(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const bought = pick(model.jewels.bought, step)
  if (!bought) return undefined
  const { id, lot, paid, whole } = bought
  const isRefused = paid > 0n || lot.net !== whole
  return {
    expects: bought.isCancelled ? 'done' : isRefused ? 'refused' : 'either',
    run: (tx) => cancelOldGold(tx, shop.id, { id, reason: 'Wrong', today }, shop.actor),
    apply: () => {
      if (bought.isCancelled) return
      bought.isCancelled = true
      lot.net = 0n
      model.jewels.customer -= paid
    },
  }
}

/** Some old gold is melted into another lot of it, with a gram lost of some. */
export function meltGold(model: GoodsModel, { shop, branches }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const gold = model.jewels.lots.filter(
    ({ metal, branch, net, more }) => metal === 'gold' && branch === step.branch && net > 0n && !more,
  )
  const from = pick(gold, step)
  const into = from && gold.find((one) => one !== from)
  if (!from || !into) return undefined
  const taken = step.share === 'all' ? from.net : BigInt(step.pieces) * 1000n
  const lost = step.beside > 0 && taken > 1000n ? 1000n : 0n
  const line = {
    ref: { kind: 'lot', id: from.id },
    quantity: milli(taken),
    gross: mg(taken),
    net: mg(taken),
    pieces: 0,
  } as const
  const request = {
    ...{ id: newId(), branchId: at(branches, step.branch), lotId: into.id, out: mg(taken - lost), fineness: 9160 },
    ...{ allowanceBp: 100, stones: null, note: 'Melted' },
    lines: [line],
  }
  return {
    expects: taken > from.net ? 'refused' : 'done',
    run: (tx) => meltGoods(tx, shop.id, request, shop.actor, today),
    apply: () => {
      from.net -= taken
      into.net += taken - lost
    },
  }
}
