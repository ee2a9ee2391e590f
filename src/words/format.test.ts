import t from 'tap'
import { showCount, showDate, showDayMonth, showInstant } from './format.ts'

// biome-ignore lint/style/noProcessEnv: the zone of the server can only be tried by changing it
const environment = process.env

t.test('dates and counts as people read them', async (t) => {
  t.test('a date is said in the language of the reader, with digits 0-9', async (t) => {
    t.equal(showDate('en', '2026-11-21'), '21 Nov 2026')
    t.equal(showDate('hi', '2026-11-21'), '21 नव॰ 2026')
    t.match(showDate('gu', '2026-11-21'), /^21 નવે,? 2026$/)
    t.equal(showDayMonth('en', '2028-02-29'), '29 Feb')
  })
  t.test('no zone of the server moves a plain date', async (t) => {
    const before = environment.TZ
    for (const zone of ['Pacific/Kiritimati', 'America/New_York', 'Pacific/Pago_Pago', 'Asia/Kolkata']) {
      environment.TZ = zone
      t.equal(showDate('en', '2026-01-01'), '1 Jan 2026', zone)
    }
    if (before === undefined) delete environment.TZ
    else environment.TZ = before
  })
  t.test('an instant is said in the zone of the business', async (t) => {
    const at = new Date('2026-03-31T18:30:00Z')
    t.match(showInstant('en', 'Asia/Kolkata', at), /^1 Apr 2026, 12:00\sam$/)
    t.match(showInstant('en', 'UTC', at), /^31 Mar 2026, 6:30\spm$/)
  })
  t.test('counts are grouped the Indian way', async (t) => {
    t.equal(showCount(1234567), '12,34,567')
    t.equal(showCount(10n ** 9n), '1,00,00,00,000')
  })
  t.test('what is no date is refused, not guessed', async (t) => {
    for (const text of ['', '21/11/2026', '2026-13-01', '2026-11-21T00:00:00Z']) {
      t.throws(() => showDate('en', text), RangeError, text)
    }
  })
})
