import { strToU8, unzipSync, zipSync } from 'fflate'
import t from 'tap'
import writeXlsxFile from 'write-excel-file/node'
import { tidyNumber } from './number.rules.ts'
import { readBytes } from './read-bytes.ts'
import { readFile } from './read-file.ts'

const refused = (key: string, values: object = {}) => ({ name: 'Refusal', message: key, values })

t.test('a text file', async (t) => {
  const cells = async (bytes: Buffer) => (await readBytes(bytes)).map(({ line, cells }) => [line, ...cells])
  t.test('is read in the encodings that programs write', async (t) => {
    const rows = [
      [1, 'नाम', 'Café'],
      [2, 'मीरा', '1'],
    ]
    const text = 'नाम,Café\r\nमीरा,1\r\n'
    t.same(await cells(Buffer.from(text)), rows)
    t.same(await cells(Buffer.from(`\u{FEFF}${text}`)), rows)
    t.same(await cells(Buffer.from(`\u{FEFF}${text}`, 'utf16le')), rows)
    t.same(await cells(Buffer.from(`\u{FEFF}${text}`, 'utf16le').swap16()), rows)
    t.same(
      await cells(Buffer.from('Name,City\nMeera,1', 'utf16le')),
      [
        [1, 'Name', 'City'],
        [2, 'Meera', '1'],
      ],
      'no mark',
    )
    t.same(
      await cells(Buffer.from('Name\nCaf\xe9 \x96 5', 'latin1')),
      [
        [1, 'Name'],
        [2, 'Café – 5'],
      ],
      'Windows-1252',
    )
  })
  t.test('is split where it says so, and keeps its lines', async (t) => {
    t.same(await cells(Buffer.from('a;b\n1;"x, y"')), [
      [1, 'a', 'b'],
      [2, '1', 'x, y'],
    ])
    t.same(await cells(Buffer.from('a\tb\n\n\n1\t2')), [
      [1, 'a', 'b'],
      [4, '1', '2'],
    ])
    t.same(await cells(Buffer.from('a,b\n"x\ny",2\n3,4')), [
      [1, 'a', 'b'],
      [2, 'x\ny', '2'],
      [4, '3', '4'],
    ])
    t.same(
      await cells(Buffer.from("a,b\n'=1+2,'-5")),
      [
        [1, 'a', 'b'],
        [2, '=1+2', '-5'],
      ],
      'our own apostrophe',
    )
  })
  t.test('is refused with its line', async (t) => {
    const broken = Buffer.concat([Buffer.from('\u{FEFF}a\nb\n'), Buffer.from([0xc3, 0x28])])
    await t.rejects(readBytes(broken), refused('imports.file.encoding', { line: 3 }))
    await t.rejects(readBytes(Buffer.from('a\nb\u0001')), refused('imports.file.binary', { line: 2 }))
    await t.rejects(readBytes(Buffer.from('a,b\n1,2"3"')), refused('imports.file.brokenCsv', { line: 2 }))
    await t.rejects(readBytes(Buffer.from(`a\n${'x'.repeat(5001)}`)), refused('imports.file.longCell', { line: 2 }))
    await t.rejects(readBytes(Buffer.from(`a\n${'1,'.repeat(101)}1`)), refused('imports.file.tooWide', { line: 2 }))
    await t.rejects(readBytes(Buffer.from('\n , \n')), refused('imports.file.empty'))
    for (const text of ['<?xml version="1.0"?>', ' <html><table>', '%PDF-1.4', 'GIF89a', '\x1f\x8b\x08'])
      await t.rejects(readBytes(Buffer.from(text, 'latin1')), refused('imports.file.notTable'), text)
  })
})

t.test('a workbook', async (t) => {
  const head = [{ value: 'Name' }, { value: 'Amount' }, { value: 'On' }]
  const on = { value: new Date('2026-04-01T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' }
  const whole = await writeXlsxFile([head, [], [{ value: 'Meera' }, { value: 1234.56, type: Number }, on]]).toBuffer()
  const parts = unzipSync(whole)
  const sheet = 'xl/worksheets/sheet1.xml'
  const withPart = (name: string, bytes: Uint8Array) => Buffer.from(zipSync({ ...parts, [name]: bytes }))
  const withSheet = (rows: string) =>
    withPart(
      sheet,
      strToU8(
        `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
      ),
    )

  t.test('is read by its lines, with dates as days and formulas as values', async (t) => {
    t.same(await readFile(whole), [
      { line: 1, cells: ['Name', 'Amount', 'On'] },
      { line: 3, cells: ['Meera', '1234.56', '2026-04-01'] },
    ])
    const formula = withSheet(
      '<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="str"><f>X</f><v>abc</v></c></row>',
    )
    t.same(await readBytes(formula), [{ line: 2, cells: ['', '2', 'abc'] }])
  })
  t.test('is refused when it is damaged, locked, or too much', async (t) => {
    await t.rejects(readBytes(whole.subarray(0, 900)), refused('imports.file.broken'))
    await t.rejects(readBytes(Buffer.from(zipSync({ 'a.txt': strToU8('a') }))), refused('imports.file.notWorkbook'))
    await t.rejects(
      readBytes(withPart('xl/a.xml', new Uint8Array(51 * 1024 * 1024))),
      refused('imports.file.tooMuchInside'),
    )
    await t.rejects(
      readBytes(withSheet('<row r="1"><c r="B1" t="e"><v>#REF!</v></c></row>')),
      refused('imports.file.formulaError', { cell: 'B1' }),
    )
    const entities = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
    await t.rejects(readBytes(withPart(sheet, strToU8(entities))), refused('imports.file.entities'))
    const rows = Array.from({ length: 100_001 }, (_, at) => `<row r="${at + 1}"/>`).join('')
    await t.rejects(readBytes(withSheet(rows)), refused('imports.file.tooManyRows'))
    const locked = Buffer.from(whole)
    locked.writeUInt16LE(locked.readUInt16LE(directoryOf(locked) + 8) | 1, directoryOf(locked) + 8)
    await t.rejects(readBytes(locked), refused('imports.file.password'))
  })
  t.test('ends its own thread and nothing more when it asks for all memory', { timeout: 60_000 }, async (t) => {
    const corners = withSheet(
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    await t.rejects(readFile(corners), refused('imports.file.tooHeavy'))
  })
  t.test('that lies about its size gives no more than it said', async (t) => {
    const lying = withPart('xl/b.xml', new Uint8Array(40 * 1024 * 1024))
    lying.writeUInt32LE(10, entryNamed(lying, 'xl/b.xml') + 24)
    t.equal((await readFile(lying)).length, 2)
  })
})

t.test('a stored number is said as it was written', async (t) => {
  for (const [stored, said] of [
    ['1234.5600000000001', '1234.56'],
    ['9.82501234E9', '9825012340'],
    ['1E-3', '0.001'],
    ['-0.05', '-0.05'],
    ['8901030865278', '8901030865278'],
    ['0.30000000000000004', '0.3'],
    ['abc', 'abc'],
  ] as const)
    t.equal(tidyNumber(stored), said)
})

const directoryOf = (zip: Buffer): number => zip.readUInt32LE(zip.length - 22 + 16)

function entryNamed(zip: Buffer, name: string): number {
  let at = directoryOf(zip)
  for (;;) {
    const length = zip.readUInt16LE(at + 28)
    if (zip.toString('utf8', at + 46, at + 46 + length) === name) return at
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
}
