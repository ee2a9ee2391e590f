import t from 'tap'
import { lineAt, textOf } from './bank-statement-text.ts'

t.test('text in whichever encoding', async (t) => {
  const words = 'Date,Particulars\nमीरा शाह,500\n'
  const wide = Buffer.from(words, 'utf16le')
  t.equal(textOf(Buffer.from(words)), words)
  t.equal(textOf(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(words)])), words)
  t.equal(textOf(Buffer.concat([Buffer.from([0xff, 0xfe]), wide])), words)
  t.equal(textOf(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()])), words)
  const plain = 'Date,Narration,Amount\r\n01/11/2026,x,5\r'
  t.equal(textOf(Buffer.from(plain, 'utf16le')), 'Date,Narration,Amount\n01/11/2026,x,5\n', 'UTF-16 without its mark')
  t.equal(textOf(Buffer.from('Caf\xe9 \x80 5', 'latin1')), 'Café € 5')
  t.throws(() => textOf(Buffer.from([0xef, 0xbb, 0xbf, 0x0a, 0xff])), {
    message: 'bank.refusal.encoding',
    values: { line: 2 },
  })
})

t.test('a place in a text stands on a line', async (t) => {
  t.same(
    [0, 1, 2, 3, 4].map((at) => lineAt('a\nb\nc', at)),
    [1, 1, 2, 2, 3],
  )
})

const latin = (text: string) => textOf(Buffer.from(text, 'latin1'))

t.test('a mark is one only where it stands whole and first', async (t) => {
  const twice = Buffer.from([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x61])
  t.equal(textOf(twice), 'a')
  t.equal(textOf(Buffer.from('a\ufeffb')), 'a\ufeffb')
  for (const text of [
    '\xffa 5',
    'a\xfe 5',
    '\xfea 5',
    'a\xff 5',
    '\xefa\xe9',
    '\xef\xbbx\xe9',
    '\xefx\xbf\xe9',
    'ab\xbf\xe9',
    'a\xbb\xbf\xe9',
  ])
    t.equal(latin(text), text, JSON.stringify(text))
})

t.test('UTF-16 without its mark is known by its zeros', async (t) => {
  const words = 'Date,Amt'
  t.equal(textOf(Buffer.from(words, 'utf16le')), words, 'sixteen bytes are enough')
  t.equal(textOf(Buffer.from(words, 'utf16le').swap16()), words)
  t.throws(() => textOf(Buffer.from('Date', 'utf16le')), { message: 'bank.refusal.characters', values: { line: 1 } })
})

t.test('what is no text is refused by what it is', async (t) => {
  const refused = (bytes: Uint8Array, message: string, values = {}) =>
    t.throws(() => textOf(bytes), { message: `bank.refusal.${message}`, values })
  refused(Buffer.from(''), 'empty')
  refused(Buffer.from(' \r\n\t'), 'empty')
  refused(Buffer.from('%PDF-1.7'), 'isPdf')
  refused(Buffer.from('PK\x03\x04zip'), 'isSheet')
  refused(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0x20]), 'isSheet')
  refused(Buffer.from('a\r\nb\x07c'), 'characters', { line: 2 })
  for (const text of ['%PD', 'PK', '%PDX', 'PKWARE']) t.equal(textOf(Buffer.from(text)), text)
  const halved = [0x61, 0x00, 0x62]
  refused(Buffer.from([0xff, 0xfe, ...halved]), 'encoding', { line: 1, encoding: 'UTF-16LE' })
  refused(Buffer.from([0xfe, 0xff, ...halved]), 'encoding', { line: 1, encoding: 'UTF-16BE' })
})

t.test('XML that is damaged is refused, unless it says what else it is', async (t) => {
  const refused = (text: string, line: number) =>
    t.throws(() => latin(text), { message: 'bank.refusal.encoding', values: { line, encoding: 'UTF-8' } })
  refused('<?xml version="1.0"?><a>\xe9</a>', 1)
  refused('\n  <?xml version="1.0" encoding="UTF-8"?>\n<a>\xe9</a>', 3)
  refused(`<?xml version="1.0"?>${' '.repeat(200)}<a b='encoding="windows-1252"'>\xe9</a>`, 1)
  for (const said of ['encoding="windows-1252"', "encoding = 'ISO-8859-1'", 'ENCODING="iso-8859-15"']) {
    const text = `<?xml version="1.0" ${said}?><a>\xe9</a>`
    t.equal(latin(text), text)
  }
  t.equal(latin('see <?xml ?> \xe9'), 'see <?xml ?> \xe9')
})
