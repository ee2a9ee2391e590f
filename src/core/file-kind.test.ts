import t from 'tap'
import { endingOf, fileKind } from './file-kind.ts'

t.test('a file is what its bytes are', async (t) => {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]
  t.equal(fileKind(Uint8Array.from(png)), 'image/png')
  t.equal(fileKind(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])), 'image/jpeg')
  t.equal(fileKind(Buffer.from('RIFF\0\0\0\0WEBPVP8 ')), 'image/webp')
  t.equal(fileKind(Buffer.from('%PDF-1.7\n')), 'application/pdf')
  for (const other of ['', 'GIF89a', 'RIFF\0\0\0\0WAVE', '<svg xmlns="">', ' %PDF-1.7', '<html>'])
    t.equal(fileKind(Buffer.from(other)), undefined, other)
  t.equal(endingOf('application/pdf'), 'pdf')
})
