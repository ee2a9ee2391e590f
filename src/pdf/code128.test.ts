import t from 'tap'
import { code128Svg, code128Values, code128Widths } from './code128.ts'

t.test('Code 128', async (t) => {
  t.test('checks known texts as published', async (t) => {
    // "Wikipedia" in set B: 104 + 55·1 + 73·2 + 75·3 + 73·4 + 80·5 + 69·6 + 68·7 + 73·8 + 65·9 = 3281, and 3281 mod 103 = 88.
    t.same(code128Values('Wikipedia'), [104, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88, 106])
    // "PJJ123C" is the example of set A with check 54; in set B the start is one more, and so is the check.
    t.same(code128Values('PJJ123C').at(-2), 55)
    // Pairs of digits: 105 + 12·1 + 34·2 = 185, and 185 mod 103 = 82.
    t.same(code128Values('1234'), [105, 12, 34, 82, 106])
  })

  t.test('each value has eleven modules, three bars of an even width, and a look of its own', async (t) => {
    const looks = Array.from({ length: 106 }, (_, value) => code128Widths([value]))
    for (const look of looks) {
      t.equal(
        look.reduce((sum, width) => sum + width, 0),
        11,
      )
      t.equal(look.filter((_, i) => i % 2 === 0).reduce((sum, width) => sum + width, 0) % 2, 0)
    }
    t.equal(new Set(looks.map(String)).size, 106)
    t.same(code128Widths([106]), [2, 3, 3, 1, 1, 1, 2])
  })

  t.test('reads back as it was written', async (t) => {
    const values = new Map(Array.from({ length: 107 }, (_, value) => [code128Widths([value]).join(''), value]))
    const bars = code128Widths(code128Values('N-2210')).join('')
    const read = [...(bars.slice(0, -7).match(/.{6}/g) ?? []), bars.slice(-7)].map((look) => values.get(look))
    t.same(
      read
        .slice(1, -2)
        .map((value) => String.fromCharCode((value ?? 0) + 32))
        .join(''),
      'N-2210',
    )
  })

  t.test('draws with quiet zones, and says what it is', async (t) => {
    const svg = code128Svg('12', { label: 'Tag "12"' })
    t.match(svg, 'aria-label="Tag &quot;12&quot;"')
    t.match(svg, `viewBox="0 0 ${20 + 11 * 3 + 13} 1"`)
    t.match(svg, 'd="M10 0h2v1h-2z')
  })

  t.test('refuses what no tag may hold', async (t) => {
    for (const text of ['', 'ક', 'a\n']) t.throws(() => code128Svg(text, { label: '' }), RangeError)
  })
})
