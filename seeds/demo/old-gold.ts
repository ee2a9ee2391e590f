import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { paise } from '../../src/core/money.ts'
import { mg } from '../../src/core/weight.ts'
import type { Vault } from '../../src/db/fields.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { buyOldGold, type IdKind } from '../../src/features/old-gold/index.ts'
import { instant } from './moments.ts'

interface Told {
  readonly daysAgo: number
  readonly party: string
  readonly words: string
  readonly purity: string
  /** Milligrams; touch and melting in hundredths of a per cent. */
  readonly weights: readonly [gross: bigint, dust: bigint, stones: bigint]
  readonly touch: number
  readonly meltingBp: number
  readonly paper: readonly [IdKind, string]
  /** Rupees paid from the bank; nothing for what stays on the khata. */
  readonly paid: bigint
}

/** The first is the worked example of old gold. */
const purchases: readonly Told[] = [
  {
    ...{
      daysAgo: 12,
      party: 'Ila Bhatt',
      words: 'Two bangles, one broken',
      purity: '22K 916',
      touch: 9100,
      meltingBp: 200,
    },
    ...{ weights: [10_000n, 200n, 0n], paper: ['aadhaar', '432187651234'], paid: 0n },
  },
  {
    ...{
      daysAgo: 7,
      party: 'Zarina Merchant',
      words: 'Ring with red stones',
      purity: '18K 750',
      touch: 7400,
      meltingBp: 250,
    },
    ...{ weights: [4_320n, 30n, 610n], paper: ['pan', 'ABCPM4321K'], paid: 15_000n },
  },
  {
    ...{ daysAgo: 3, party: 'Sonal Kapadia', words: 'Anklets, old', purity: '925', touch: 8000, meltingBp: 300 },
    ...{ weights: [148_600n, 1_100n, 0n], paper: ['voter-id', 'GJX4402187'], paid: 0n },
  },
]

/** What people sold to a jeweller in the last fortnight, by the command of the screen, at the board of each day. */
export async function buyFromPeople(
  tx: Tx,
  businessId: string,
  { branchId, today }: { branchId: string; today: IsoDate },
  owner: Actor,
  vault: Vault,
): Promise<void> {
  for (const told of purchases) {
    const day = addDays(today, -told.daysAgo)
    const request = await requestOf(tx, businessId, told)
    const options = { branchId, today: day, vault, authority: null }
    await buyOldGold(tx, businessId, request, { ...owner, at: instant(day, 740) }, options)
  }
}

async function requestOf(tx: Tx, businessId: string, told: Told) {
  const { words, touch, meltingBp, weights, paper, paid } = told
  const of = { business_id: businessId }
  const party = await tx('party')
    .where({ ...of, name: told.party })
    .first('id')
  const place = await tx('party_address')
    .where({ ...of, party_id: party.id })
    .first('address', 'city', 'pin')
  const purity = await tx('purity')
    .where({ ...of, name: told.purity })
    .first('id')
  const [gross, dust, stones] = weights
  const line = {
    words,
    purityId: purity.id,
    gross: mg(gross),
    dust: mg(dust),
    stones: mg(stones),
    touch,
    meltingBp,
    rate: null,
  }
  const [idKind, idNumber] = paper
  return {
    partyId: party.id,
    address: [place.address, place.city, place.pin].filter(Boolean).join(', '),
    exchange: { documentId: newId(), lines: [line], seller: { idKind, idNumber, isDeclared: true } },
    settle: paid > 0n ? 'bank' : 'khata',
    paid: paid > 0n ? paise(paid * 100n) : null,
    reference: paid > 0n ? 'NEFT 612208' : '',
    paymentId: newId(),
  } as const
}
