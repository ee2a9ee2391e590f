import t from 'tap'
import { together } from './together.ts'

const late = <Value>(value: Value): Promise<Value> => Promise.resolve().then(() => Promise.resolve(value))
const failed = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))

t.test('statements sent together', async (t) => {
  t.same(await together([late(1), 'two', undefined, late(null)]), [1, 'two', undefined, null])
  t.test('the error that began it is told, whichever is heard first', async (t) => {
    await t.rejects(together([late(0).then(() => failed('23505')), failed('25P02')]), /23505/)
    await t.rejects(together([failed('25P02'), late(1)]), /25P02/)
  })
})
