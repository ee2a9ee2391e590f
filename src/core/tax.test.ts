import fc from 'fast-check'
import t from 'tap'
import { add, paise, zero } from './money.ts'
import { addHeads, noHeads, type Supply, sgstName, sumHeads, supplyOf, taxableInside, taxOn, taxTotal } from './tax.ts'

const amounts = fc.bigInt({ min: 0n, max: 10n ** 13n }).map(paise)
const rates = fc.constantFrom(0, 25, 150, 300, 500, 1200, 1800, 2800, 4000)
const supplies = fc.constantFrom<Supply>('intra', 'inter')
const intra = (taxable: bigint, rateBp: number) => taxOn(paise(taxable), rateBp, 'intra')
const inside = (gross: bigint, rateBp: number, supply: Supply = 'intra') => {
  const taxable = taxableInside(paise(gross), rateBp, supply)
  const heads = taxOn(taxable, rateBp, supply)
  return [taxable, heads.cgst, heads.sgst, heads.igst]
}

t.test('tax on a taxable value', async (t) => {
  t.test('the necklace: 3 % on 3,45,831.00', async (t) => {
    t.same(intra(34583100n, 300), { cgst: 518747n, sgst: 518747n, igst: 0n, cess: 0n })
    t.same(taxOn(paise(34583100n), 300, 'inter'), { cgst: 0n, sgst: 0n, igst: 1037493n, cess: 0n })
  })
  t.test('each half is rounded by itself, at the half upwards', async (t) => {
    t.equal(intra(100n, 100).cgst, 1n, 'half a paisa is one')
    t.equal(intra(99n, 100).cgst, 0n)
    t.equal(intra(50n, 300).cgst, 1n, '0.75 of a paisa, where half of the rounded whole would be 1 and 1 of 2')
    t.equal(taxTotal(intra(34n, 300)), 2n, 'two halves of 0.51, where the whole of 1.02 would be 1')
    t.equal(taxOn(paise(34n), 300, 'inter').igst, 1n)
    t.equal(intra(10000n, 25).cgst, 13n, 'half of 0.25 % of 100.00')
  })
  t.test('CGST is SGST, and both are IGST but for a paisa', async () => {
    fc.assert(
      fc.property(amounts, rates, (taxable, rate) => {
        const [here, there] = [taxOn(taxable, rate, 'intra'), taxOn(taxable, rate, 'inter')]
        const off = taxTotal(here) - there.igst
        return (
          here.cgst === here.sgst &&
          here.igst === 0n &&
          there.cgst === 0n &&
          there.sgst === 0n &&
          off >= -1n &&
          off <= 1n
        )
      }),
    )
  })
  t.test('each head is within half a paisa of the law', async () => {
    fc.assert(
      fc.property(amounts, rates, (taxable, rate) => {
        const half = 2n * (20_000n * taxOn(taxable, rate, 'intra').cgst - taxable * BigInt(rate))
        const whole = 2n * (10_000n * taxOn(taxable, rate, 'inter').igst - taxable * BigInt(rate))
        return half > -20_000n && half <= 20_000n && whole > -10_000n && whole <= 10_000n
      }),
    )
  })
  t.test('tax taken back is the tax that was charged', async () => {
    fc.assert(
      fc.property(amounts, rates, supplies, (taxable, rate, supply) => {
        const back = taxOn(paise(-taxable), rate, supply)
        return taxTotal(addHeads(taxOn(taxable, rate, supply), back)) === 0n
      }),
    )
  })
  t.test('heads add up head by head', async (t) => {
    const heads = { cgst: paise(1n), sgst: paise(2n), igst: paise(4n), cess: paise(8n) }
    t.same(sumHeads([heads, heads]), { cgst: 2n, sgst: 4n, igst: 8n, cess: 16n })
    t.equal(taxTotal(heads), 15n)
    t.same(sumHeads([]), noHeads)
  })
})

t.test('tax inside a price', async (t) => {
  t.test('100 at 18 % is 84.74 + 7.63 + 7.63', async (t) => {
    t.same(inside(10000n, 1800), [8474n, 763n, 763n, 0n])
  })
  t.test('a price no two decimals can make is met from below', async (t) => {
    t.same(inside(10000n, 1800, 'inter'), [8474n, 0n, 0n, 1525n], '84.74 makes 99.99, 84.75 makes 100.01')
    t.same(inside(2n, 10_000), [0n, 0n, 0n, 0n], '1 + 1 + 1 would pass 2')
    t.same(inside(100n, 4000, 'inter'), [71n, 0n, 0n, 28n], '71 + 28 = 99, 72 + 29 = 101')
  })
  t.test('without tax the price is the taxable value', async (t) => {
    t.same(inside(12345n, 0), [12345n, 0n, 0n, 0n])
    t.same(inside(0n, 1800), [0n, 0n, 0n, 0n])
  })
  t.test('it meets the price whenever some taxable value does, and never passes it', async () => {
    fc.assert(
      fc.property(amounts, rates, supplies, (gross, rate, supply) => {
        const total = (taxable: bigint) => add(paise(taxable), taxTotal(taxOn(paise(taxable), rate, supply)))
        const found = taxableInside(gross, rate, supply)
        const solvable = [-3n, -2n, -1n, 0n, 1n, 2n, 3n].some(
          (step) => found + step >= 0n && total(found + step) === gross,
        )
        return total(found) <= gross && total(found + 1n) > gross && solvable === (total(found) === gross)
      }),
      { numRuns: 2000 },
    )
  })
  t.test('what was sold with its tax is found again', async () => {
    fc.assert(
      fc.property(amounts, rates, supplies, (taxable, rate, supply) => {
        const price = add(taxable, taxTotal(taxOn(taxable, rate, supply)))
        return taxableInside(price, rate, supply) === taxable
      }),
    )
  })
  t.test('a price given back is the same below zero', async (t) => {
    t.same(inside(-10000n, 1800), [-8474n, -763n, -763n, 0n])
    t.same(inside(-10000n, 1800, 'inter'), [-8474n, 0n, 0n, -1525n])
    t.equal(taxableInside(zero, 1800, 'intra'), 0n)
  })
})

t.test('where a supply is taxed', async (t) => {
  t.test('the same State bears both halves, another one IGST', async (t) => {
    t.equal(supplyOf('24', '24'), 'intra')
    t.equal(supplyOf('24', '27'), 'inter')
    t.equal(supplyOf('24', '24', { sez: false }), 'intra')
  })
  t.test('SEZ and export are always inter-State', async (t) => {
    t.equal(supplyOf('24', '24', { sez: true }), 'inter')
    t.equal(supplyOf('24', '96'), 'inter')
    t.equal(supplyOf('96', '96'), 'inter')
  })
  t.test('a Union Territory has UTGST', async (t) => {
    t.same(['04', '38', '07', '24'].map(sgstName), ['UTGST', 'UTGST', 'SGST', 'SGST'])
  })
})
