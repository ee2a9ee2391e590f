import t from 'tap'
import { decodeQrSvg } from '../testing/qr.ts'
import { qrSvg } from './qr.ts'

const link = 'upi://pay?pa=shreeambika@hdfcbank&pn=Shree%20Ambika%20Jewellers&am=89527.00&cu=INR&tn=GJ%2F26-27%2F01341'

t.test('qr', async (t) => {
  t.test('a UPI link is read back to the letter', async (t) => {
    t.equal(decodeQrSvg(qrSvg(link, { level: 'M', label: 'Pay' })), link)
  })
  t.test('every length and level is read back, and so is Devanagari', async (t) => {
    for (const text of ['a', 'x'.repeat(60), 'x'.repeat(250), 'रामजी किराना', 'HUID AB4K7Q'])
      for (const level of ['L', 'M', 'Q', 'H'] as const) t.equal(decodeQrSvg(qrSvg(text, { level, label: '' })), text)
  })
  t.test('a UPI link takes at most 3 KB', async (t) => {
    t.ok(qrSvg(link, { level: 'M', label: 'UPI QR code for ₹89,527.00' }).length <= 3_072)
  })
  t.test('four modules around it are white', async (t) => {
    const svg = qrSvg('a', { level: 'M', label: '' })
    t.match(svg, 'viewBox="0 0 29 29"', 'the smallest code has 21 modules')
    t.match(svg, '<path fill="#fff" d="M0 0h29v29H0z"/>')
    t.match(svg, 'd="M4 4.5h7')
  })
  t.test('a screen reader says the label, which is text and no markup', async (t) => {
    const svg = qrSvg('a', { level: 'M', label: 'Pay "A & B" <b>' })
    t.match(svg, 'class="qr" role="img" aria-label="Pay &quot;A &amp; B&quot; &lt;b>"')
    t.notMatch(svg, 'style')
  })
})
