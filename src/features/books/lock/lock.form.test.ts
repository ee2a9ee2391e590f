import t from 'tap'
import { shownValues } from '../../../words/format.ts'
import { parseLock } from './lock.form.ts'

const reader = { today: '2026-11-21', locale: 'en' } as const

t.test('a lock date behind a closed year is refused with its day as people read it', async (t) => {
  const closed = { lockDate: '2026-03-31', closedYearEnd: '2026-03-31' }
  const typed = { lockDate: '1/1/2026', reason: 'to correct' }
  t.match(parseLock(typed, reader, closed), {
    ok: false,
    errors: { lockDate: { key: 'lock.refusal.behindYear', values: { date: '31 Mar 2026' } } },
  })
  t.match(parseLock({ ...typed, lockDate: '30/4/2026' }, reader, closed), {
    ok: true,
    value: { lockDate: '2026-04-30' },
  })
})

t.test('days in what a rule says are shown as the screens show them, and nothing else', async (t) => {
  t.same(shownValues('en', { date: '2026-03-31', number: 'GJ/26-27/00001', count: 3 }), {
    date: '31 Mar 2026',
    number: 'GJ/26-27/00001',
    count: 3,
  })
})
