import t from 'tap'
import { isId } from '../db/ids.ts'
import { idOfTurn, nightOf } from './clockwork.ts'

t.test('a turn has one id, a uuid, whoever asks', async (t) => {
  t.equal(idOfTurn('a', '2026-11-21'), idOfTurn('a', '2026-11-21'))
  t.not(idOfTurn('a', '2026-11-21'), idOfTurn('b', '2026-11-21'))
  t.not(idOfTurn('a', '2026-11-21'), idOfTurn('a', '2026-11-22'))
  t.ok(isId(idOfTurn('a', '2026-11-21')))
})

t.test('a night belongs to the day that it ends in, by the clock of the zone', async (t) => {
  t.equal(nightOf(new Date('2026-11-21T20:59:59Z'), 'Asia/Kolkata'), '2026-11-21')
  t.equal(nightOf(new Date('2026-11-21T21:00:00Z'), 'Asia/Kolkata'), '2026-11-22')
  t.equal(nightOf(new Date('2026-11-21T21:00:00Z'), 'Asia/Dubai'), '2026-11-21')
})
