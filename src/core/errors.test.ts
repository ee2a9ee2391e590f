import t from 'tap'
import { NotFound, Refusal } from './errors.ts'

t.test('errors that reach a person', async (t) => {
  t.test('a refusal carries the words, what fills them and a status', async (t) => {
    const refusal = new Refusal('sales.refusal.overCredit', { party: 'Meena' }, 409)
    t.match(refusal, { name: 'Refusal', message: 'sales.refusal.overCredit', values: { party: 'Meena' }, status: 409 })
    t.same([new Refusal('a').values, new Refusal('a').status], [{}, 422])
  })
  t.test('a thing that is not there may be named for the log', async (t) => {
    t.match(new NotFound('sale'), { name: 'NotFound', message: 'sale' })
    t.equal(new NotFound().message, '')
  })
})
