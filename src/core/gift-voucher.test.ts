import fc from 'fast-check'
import t from 'tap'
import {
  type GiftVoucher,
  giftCode,
  giftCodeProblem,
  giftCodeText,
  normaliseGiftCode,
  redeemGift,
} from './gift-voucher.ts'
import { paise } from './money.ts'

const alphabet = [...'23456789ABCDEFGHJKMNPQRSTUVWXYZ']
const anyCode = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(giftCode)
const put = (code: string, at: number, character: string): string => code.slice(0, at) + character + code.slice(at + 1)

t.test('a code', async (t) => {
  t.test('is twelve characters that no one takes for others', async (t) => {
    t.equal(giftCode(0n), '222222222222')
    fc.assert(fc.property(anyCode, (code) => /^[2-9A-HJKMNP-Z]{12}$/.test(code) && giftCodeProblem(code) === undefined))
    t.not(giftCode(1n), giftCode(2n))
    t.equal(giftCode(-5n), giftCode(5n))
  })
  t.test('is read however it was written', async (t) => {
    fc.assert(fc.property(anyCode, (code) => normaliseGiftCode(` ${giftCodeText(code).toLowerCase()} `) === code))
    t.equal(giftCodeText('23456789ABCD'), '2345-6789-ABCD')
    t.equal(normaliseGiftCode('२३45 6789-abcd'), '23456789ABCD')
  })
  t.test('with one character wrong is found out', async () => {
    fc.assert(
      fc.property(anyCode, fc.nat({ max: 11 }), fc.constantFrom(...alphabet), (code, at, character) => {
        return code[at] === character || giftCodeProblem(put(code, at, character)) === 'check-character'
      }),
    )
  })
  t.test('with any two characters exchanged is found out', async () => {
    const at = fc.nat({ max: 11 })
    fc.assert(
      fc.property(anyCode, at, at, (code, i, j) => {
        const [a = '', b = ''] = [code[i], code[j]]
        return a === b || giftCodeProblem(put(put(code, i, b), j, a)) === 'check-character'
      }),
    )
  })
  t.test('that cannot be says why', async (t) => {
    t.equal(giftCodeProblem(''), 'length')
    t.equal(giftCodeProblem('22222222222'), 'length')
    t.equal(giftCodeProblem('2222222222222'), 'length')
    for (const code of ['22222222222O', '2222222222 2', '१22222222222', '22222222222a'])
      t.equal(giftCodeProblem(code), 'character', code)
  })
})

const gift: GiftVoucher = {
  left: paise(1_000_00n),
  soldOn: '2026-10-01',
  expiresOn: '2027-09-30',
  isCancelled: false,
}
const onDate = '2026-11-21'

t.test('a voucher taken', async (t) => {
  t.test('pays what it can, and keeps the rest', async (t) => {
    t.same(redeemGift(gift, { due: paise(400_00n), onDate }), { used: 400_00n, left: 600_00n })
    t.same(redeemGift(gift, { due: paise(4_000_00n), onDate }), { used: 1_000_00n, left: 0n })
    t.same(redeemGift(gift, { due: paise(400_00n), asked: paise(150_00n), onDate }), { used: 150_00n, left: 850_00n })
  })
  t.test('until its last day, and from the day it was sold', async (t) => {
    const on = (day: string) => redeemGift(gift, { due: paise(1n), onDate: day }).problem
    t.same(['2026-09-30', '2026-10-01', '2027-09-30', '2027-10-01'].map(on), [
      'not-yet-sold',
      undefined,
      undefined,
      'expired',
    ])
    const forEver = { ...gift, expiresOn: null }
    t.equal(redeemGift(forEver, { due: paise(1n), onDate: '2099-01-01' }).used, 1n)
  })
  t.test('with a problem stays whole', async (t) => {
    const refused = (other: Partial<GiftVoucher>, asked: bigint | undefined, due = 500_00n) => {
      const of = { ...gift, ...other }
      const { used, left, problem } = redeemGift(of, {
        due: paise(due),
        onDate,
        ...(asked === undefined ? {} : { asked: paise(asked) }),
      })
      t.equal(used, 0n)
      t.equal(left, of.left)
      return problem
    }
    t.equal(refused({ isCancelled: true }, undefined), 'cancelled')
    t.equal(refused({ left: paise(0n) }, undefined), 'used-up')
    t.equal(refused({}, 0n), 'not-positive')
    t.equal(refused({}, undefined, 0n), 'not-positive', 'nothing is due')
    t.equal(refused({}, -1n), 'not-positive')
    t.equal(refused({}, 1_000_01n, 2_000_00n), 'over-left')
    t.equal(refused({}, 500_01n), 'over-bill')
  })
  t.test('never pays more than is due, nor than it holds', async () => {
    const any = fc.bigInt({ min: -1_000n, max: 10n ** 7n }).map(paise)
    fc.assert(
      fc.property(any, any, fc.option(any, { nil: undefined }), (held, due, asked) => {
        const of = { ...gift, left: held }
        const { used, left } = redeemGift(of, { due, onDate, ...(asked === undefined ? {} : { asked }) })
        return used >= 0n && used + left === held && (used === 0n || (used <= due && left >= 0n))
      }),
    )
  })
})
