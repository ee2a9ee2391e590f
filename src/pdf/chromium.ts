import { execFile } from 'node:child_process'
import { access, constants, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { arch, execPath, pid, platform } from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A Chromium that can be started, and the whole environment it is started with. */
export type Chromium = { source: 'setting' | 'system' | 'package'; executablePath: string; env: Record<string, string> }

export type ChromiumOptions = {
  chromiumPath?: string | undefined
  dataDir: string
  /** Where the system may keep one, for platforms that the npm package has none for; none to do without. */
  systemPaths?: readonly string[] | undefined
}

/**
 * The browsers to try, best first: the one that was set (then no other), the one from the npm package, unpacked under
 * `dataDir` when it is reached, and those of the system: docs/decisions/0001-print-with-the-packaged-chromium.md. Throws
 * when a set path cannot be run and when there is nothing to try.
 */
export async function* listChromiums(options: ChromiumOptions): AsyncGenerator<Chromium> {
  const { chromiumPath, dataDir, systemPaths = usualPaths } = options
  const home = resolve(dataDir, 'chromium')
  await mkdir(home, { recursive: true, mode: 0o700 })
  if (chromiumPath !== undefined) {
    if (!(await isRunnable(chromiumPath)))
      throw new Error(`CHROMIUM_PATH is no program that can be run: ${chromiumPath}`)
    yield { source: 'setting', executablePath: chromiumPath, env: plainEnv(home) }
    return
  }
  const packaged = await unpackedIfAny(home)
  if ('chromium' in packaged) yield packaged.chromium
  let isThereAny = 'chromium' in packaged
  for (const path of systemPaths) {
    if (!(await isRunnable(path))) continue
    isThereAny = true
    yield { source: 'system', executablePath: path, env: plainEnv(home) }
  }
  if (!isThereAny) throw noChromium(packaged)
}

type Packaged = { chromium: Chromium } | { why?: unknown }

/** The package holds a binary for one platform only. A disk that is full must not keep the system's from printing. */
async function unpackedIfAny(home: string): Promise<Packaged> {
  if (platform !== 'linux' || arch !== 'x64') return {}
  try {
    return { chromium: await unpackedChromium(home) }
  } catch (why) {
    return { why }
  }
}

function noChromium(packaged: Packaged): Error {
  const cause = 'why' in packaged ? packaged.why : undefined
  return new Error('No Chromium was found. Install the chromium package or set CHROMIUM_PATH.', { cause })
}

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/** The browser gets none of the app's own environment: that holds the secrets of the shop. */
function plainEnv(home: string): Record<string, string> {
  return { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' }
}

async function unpackedChromium(home: string): Promise<Chromium> {
  const { version, bin } = await packagedChromium()
  const folder = join(home, version)
  if (!(await isRunnable(join(folder, 'chromium')))) await unpackInto(home, folder, bin)
  await writeFontsConf(folder)
  const env = { ...plainEnv(home), FONTCONFIG_PATH: folder, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
  return { source: 'package', executablePath: join(folder, 'chromium'), env }
}

async function packagedChromium() {
  const root = fileURLToPath(new URL('..', import.meta.resolve('@sparticuz/chromium')))
  const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  return { version, bin: join(root, 'bin') }
}

/** Unpacks beside the final folder and renames, so that a half-written browser is never run nor seen by another process. */
async function unpackInto(home: string, folder: string, bin: string): Promise<void> {
  await sweepUnfinished(home)
  const draft = await mkdtemp(join(home, unfinished))
  try {
    const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
    const script = fileURLToPath(new URL('unpack.ts', import.meta.url))
    const options = { env: { TMPDIR: draft } }
    await promisify(execFile)(execPath, [script, ...archives.map((archive) => join(bin, archive))], options)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Another process was faster: rename refuses to replace its folder, which is as good as ours.
    if (!(await isRunnable(join(folder, 'chromium')))) throw error
  }
}

const unfinished = 'unpacking-'
const hourMs = 3_600_000

/** A process killed while unpacking leaves 200 MB behind; one that is still at work is younger than an hour. */
async function sweepUnfinished(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(unfinished)) continue
    const { mtimeMs } = await stat(join(home, name))
    if (mtimeMs < Date.now() - hourMs) await rm(join(home, name), { recursive: true, force: true })
  }
}

/** Put in its place whole: another process may be reading it. */
async function writeFontsConf(folder: string): Promise<void> {
  const draft = join(folder, `fonts.conf.${pid}`)
  await writeFile(draft, fontsConf)
  await rename(draft, join(folder, 'fonts.conf'))
}

// Without any font the renderer crashes ("Target closed"). The papers' own fonts come with their CSS; the system's are
// there for names in other scripts. The first folder is named from this file's place, so the data folder may be moved.
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><dir>/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`
