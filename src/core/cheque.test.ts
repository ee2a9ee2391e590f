import t from 'tap'
import { type ChequeStage, type ChequeState, checkStep, isPostDated, isStale, stageAfter, stepsOf } from './cheque.ts'

const today = '2026-11-21'
const cheque = (more: Partial<ChequeState> = {}): ChequeState => ({
  direction: 'received',
  stage: 'received',
  chequeDate: '2026-11-20',
  isEntered: true,
  movedOn: '2026-11-20',
  ...more,
})

t.test('a cheque', async (t) => {
  t.test('waits until its date, and is good for three months', async (t) => {
    t.equal(isPostDated(cheque({ chequeDate: '2026-11-22' }), today), true)
    t.equal(isPostDated(cheque({ chequeDate: today }), today), false)
    t.equal(isStale(cheque({ chequeDate: '2026-08-21' }), today), false)
    t.equal(isStale(cheque({ chequeDate: '2026-08-20' }), today), true)
    t.equal(isStale(cheque({ chequeDate: '2026-11-30' }), '2027-02-28'), false)
  })

  t.test('can be brought from one stage to the next alone', async (t) => {
    const table: [Partial<ChequeState>, string[]][] = [
      [{}, ['deposit', 'return']],
      [{ isEntered: false }, ['deposit', 'enter', 'return']],
      [{ chequeDate: '2026-12-01', isEntered: false }, ['return']],
      [{ stage: 'deposited' }, ['clear', 'bounce']],
      [{ stage: 'bounced', isEntered: false }, ['deposit', 'return']],
      [{ stage: 'cleared' }, ['bounce']],
      [{ direction: 'issued', stage: 'cleared' }, ['bounce']],
      [{ stage: 'returned', isEntered: false }, []],
      [{ direction: 'issued', stage: 'issued' }, ['clear', 'bounce', 'cancel']],
      [{ direction: 'issued', stage: 'issued', isEntered: false }, ['enter', 'cancel']],
      [{ direction: 'issued', stage: 'issued', isEntered: false, chequeDate: '2026-12-01' }, ['cancel']],
      [{ direction: 'issued', stage: 'bounced', isEntered: false }, []],
      [{ direction: 'issued', stage: 'cancelled', isEntered: false }, []],
    ]
    for (const [state, steps] of table) t.same(stepsOf(cheque(state), today), steps, JSON.stringify(state))
  })

  t.test('comes to a stage by each step', async (t) => {
    const table = [
      ['enter', 'received', 'received'],
      ['enter', 'issued', 'issued'],
      ['deposit', 'bounced', 'deposited'],
      ['clear', 'deposited', 'cleared'],
      ['bounce', 'deposited', 'bounced'],
      ['return', 'received', 'returned'],
      ['cancel', 'issued', 'cancelled'],
    ] as const
    for (const [step, from, to] of table) t.equal(stageAfter(step, from), to satisfies ChequeStage)
  })

  t.test('is not moved out of turn, early, late, or backwards in time', async (t) => {
    const check = (more: Partial<ChequeState>, step: Parameters<typeof checkStep>[1], onDate = today) => {
      try {
        checkStep(cheque(more), step, onDate, today)
        return 'may'
      } catch (error) {
        return error
      }
    }
    t.equal(check({}, 'deposit'), 'may')
    t.equal(check({}, 'deposit', '2026-11-20'), 'may')
    t.match(check({}, 'clear'), { key: 'cheques.refusal.step', status: 409 })
    t.match(check({}, 'deposit', '2026-11-22'), { key: 'fields.date.future' })
    t.match(check({}, 'deposit', '2026-11-19'), { key: 'cheques.refusal.before' })
    t.match(check({ movedOn: '2026-11-01' }, 'deposit', '2026-11-19'), { key: 'cheques.refusal.early' })
    t.equal(check({ movedOn: '2026-11-01' }, 'return', '2026-11-19'), 'may', 'given back before its date')
    const given = { direction: 'issued', stage: 'issued', isEntered: false, movedOn: '2026-11-01' } as const
    t.equal(check(given, 'cancel', '2026-11-19'), 'may', 'and one of ours taken back')
    t.match(check(given, 'enter', '2026-11-19'), { key: 'cheques.refusal.early' })
    const old = { chequeDate: '2026-08-20', movedOn: '2026-08-20' }
    t.match(check(old, 'deposit'), { key: 'cheques.refusal.stale' })
    t.equal(check(old, 'deposit', '2026-11-20'), 'may')
    t.equal(check(old, 'return'), 'may')
  })
})
