import t from 'tap'
import { isStateCode, isUnionTerritory, stateName, states } from './states.ts'

t.test('states', async (t) => {
  t.test('38 codes, in their order, each with a name of its own', async (t) => {
    const codes = states.map((state) => state.code)
    t.equal(codes.length, 38)
    t.same(codes, [...codes].sort())
    t.equal(new Set(states.map((state) => state.name)).size, 38)
  })
  t.test('a code has its name', async (t) => {
    t.same(['24', '27', '01', '97'].map(stateName), ['Gujarat', 'Maharashtra', 'Jammu & Kashmir', 'Other territory'])
    for (const code of ['', '0', '00', '25', '28', '39', '1', 'constructor']) {
      t.notOk(isStateCode(code), code)
      t.equal(stateName(code), undefined, code)
    }
    t.ok(isStateCode('24'))
  })
  t.test('UTGST is for territories without a legislature', async (t) => {
    const charged = states.filter((state) => state.isUnionTerritory).map((state) => state.code)
    t.same(charged, ['04', '26', '31', '35', '38', '97'])
    t.same(['04', '07', '34', '24', '00'].map(isUnionTerritory), [true, false, false, false, false])
  })
})
