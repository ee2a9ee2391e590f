import { chmod, mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { arch, platform } from 'node:process'
import t from 'tap'
import { type Chromium, type ChromiumOptions, listChromiums } from './chromium.ts'

const hasPackage = platform === 'linux' && arch === 'x64'
const needsPackage = { skip: !hasPackage && 'the npm package has no Chromium for this platform' }

t.test('chromium', async (t) => {
  const folder = t.testdir()
  const dataDir = join(folder, 'data')
  const program = join(folder, 'browser')
  await writeFile(program, '#!/bin/sh\n')
  await chmod(program, 0o700)

  t.test('the one that was set is used and no other', async (t) => {
    const found = await listed({ chromiumPath: program, dataDir, systemPaths: [program] })
    t.match(found, [{ source: 'setting', executablePath: program }])
    t.equal(found.length, 1)
  })
  t.test('a set path that cannot be run is named', async (t) => {
    const setTo = (chromiumPath: string) => listed({ chromiumPath, dataDir })
    await t.rejects(setTo('/no/such/browser'), { message: /CHROMIUM_PATH.*\/no\/such\/browser/ })
    await t.rejects(setTo(folder), { message: /CHROMIUM_PATH/ }, 'a folder is no program')
  })
  t.test("the system's comes next, in the order given", async (t) => {
    const [first] = await listed({ dataDir, systemPaths: ['/no/such/browser', program] }, 1)
    t.match(first, { source: 'system', executablePath: program })
  })
  t.test('nothing of our own environment reaches it', async (t) => {
    const [first] = await listed({ chromiumPath: program, dataDir })
    t.strictSame(Object.keys(first?.env ?? {}).sort(), ['HOME', 'LANG', 'PATH', 'XDG_CACHE_HOME'])
  })

  t.test('two that unpack at once get one whole browser and leave no draft', needsPackage, async (t) => {
    const home = join(dataDir, 'chromium')
    await mkdir(join(home, 'unpacking-left'), { recursive: true })
    await utimes(join(home, 'unpacking-left'), 0, 0)
    const options = { dataDir, systemPaths: [] }
    const [one, two] = await Promise.all([listed(options), listed(options)])
    t.match(one, [{ source: 'package' }])
    t.strictSame(one, two)
    t.equal((await readdir(home)).length, 1, 'also the draft of a process killed long ago is gone')
    t.strictSame(await listed(options), one, 'it is unpacked once')
  })
})

async function listed(options: ChromiumOptions, count = Number.POSITIVE_INFINITY): Promise<Chromium[]> {
  const found: Chromium[] = []
  for await (const chromium of listChromiums(options)) if (found.push(chromium) >= count) break
  return found
}
