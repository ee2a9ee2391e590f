import { chmod, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
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
  t.test("the packaged one comes next, where it runs, then the system's in the order given", async (t) => {
    const found = await listed({ dataDir, systemPaths: ['/no/such/browser', program] })
    t.strictSame(
      found.map(({ source }) => source),
      hasPackage ? ['package', 'system'] : ['system'],
    )
    t.equal(found.at(-1)?.executablePath, program)
  })
  t.test("one that cannot be unpacked leaves the system's", async (t) => {
    const full = join(folder, 'full')
    await mkdir(join(full, 'chromium', await packageVersion()), { recursive: true })
    await writeFile(join(full, 'chromium', await packageVersion(), 'in-the-way'), '')
    t.match(await listed({ dataDir: full, systemPaths: [program] }), [{ source: 'system' }])
    await t.rejects(listed({ dataDir: full, systemPaths: [] }), { message: /No Chromium.*CHROMIUM_PATH/ })
  })
  t.test('nothing of our own environment reaches it', async (t) => {
    const [first] = await listed({ chromiumPath: program, dataDir })
    t.strictSame(Object.keys(first?.env ?? {}).sort(), ['HOME', 'LANG', 'PATH', 'XDG_CACHE_HOME'])
  })

  t.test('two that unpack at once get one whole browser and leave no draft', needsPackage, async (t) => {
    const fresh = join(folder, 'fresh')
    const home = join(fresh, 'chromium')
    await mkdir(join(home, 'unpacking-left'), { recursive: true })
    await utimes(join(home, 'unpacking-left'), 0, 0)
    const options = { dataDir: fresh, systemPaths: [] }
    const [one, two] = await Promise.all([listed(options), listed(options)])
    t.match(one, [{ source: 'package' }])
    t.strictSame(one, two)
    t.equal((await readdir(home)).length, 1, 'also the draft of a process killed long ago is gone')
    t.strictSame(await listed(options), one, 'it is unpacked once')
  })
})

async function listed(options: ChromiumOptions): Promise<Chromium[]> {
  const found: Chromium[] = []
  for await (const chromium of listChromiums(options)) found.push(chromium)
  return found
}

async function packageVersion(): Promise<string> {
  const file = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
  return JSON.parse(await readFile(file, 'utf8')).version
}
