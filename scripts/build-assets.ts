import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { builtFolder, type Manifest } from '../src/web/assets.ts'

const root = path.join(import.meta.dirname, '..')
const sheets = ['app', 'print', 'dues', 'board'] as const
const libraries = ['node_modules/htmx.org/dist/htmx.min.js', 'node_modules/htmx.org/dist/ext/hx-csp.min.js']

/** Builds what browsers load into `public/build`, named by its content. Does nothing when that is up to date. */
export async function buildAssets(): Promise<'built' | 'up to date'> {
  const stamp = stampOfSources()
  if (isUpToDate(stamp)) return 'up to date'
  mkdirSync(builtFolder, { recursive: true })
  const texts: Record<string, string> = {
    'app.js': bundle(),
    'counter.js': pressed('public/src/counter.js'),
    'voucher.js': pressed('public/src/voucher.js'),
    'icon.svg': read('public/src/icon.svg'),
  }
  for (const name of sheets) texts[`${name}.css`] = await compileSheet(name)
  const files: Manifest['files'] = {}
  for (const [name, text] of Object.entries(texts)) files[name] = await place(name, text)
  // Last, so that a reader of the manifest finds every file that it names.
  put('manifest.json', JSON.stringify({ stamp, files } satisfies Manifest, undefined, 2))
  sweep(files)
  return 'built'
}

function stampOfSources(): string {
  const own = ['styles', 'public/src'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((file) => `${folder}/${file}`),
  )
  const packages = ['bootstrap', 'htmx.org', 'sass'].map((name) => `node_modules/${name}/package.json`)
  const hash = createHash('sha256')
  for (const file of ['scripts/build-assets.ts', ...own.sort(), ...packages])
    hash.update(`${file}\n`).update(read(file))
  return hash.digest('hex')
}

function isUpToDate(stamp: string): boolean {
  const file = path.join(builtFolder, 'manifest.json')
  if (!existsSync(file)) return false
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
  const all = Object.values(manifest.files).flatMap(({ file }) => [file, `${file}.gz`, `${file}.br`])
  return manifest.stamp === stamp && all.every((name) => existsSync(path.join(builtFolder, name)))
}

async function compileSheet(name: (typeof sheets)[number]): Promise<string> {
  const sass = await import('sass')
  const { css } = await sass.compileAsync(path.join(root, `styles/${name}.scss`), {
    style: 'compressed',
    charset: false,
    loadPaths: [path.join(root, 'node_modules')],
    quietDeps: true,
    // Bootstrap 5.3 is written with @import; so are our sheets, to share its variables.
    silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'],
  })
  return css
}

/** htmx, its guard and our own script in one file. */
function bundle(): string {
  const parts = libraries.map((file) => read(file).replace(/^\/\/# sourceMappingURL=.*$/m, ''))
  return [...parts, pressed('public/src/app.js')].join('\n;')
}

/** Whole-line comments and indents go; no string of ours spans lines. */
const pressed = (file: string): string =>
  read(file)
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/^\s+/gm, '')

async function place(name: string, text: string): Promise<{ file: string; hash: string }> {
  const sum = createHash('sha256').update(text)
  const hash = sum.copy().digest('base64')
  const { name: base, ext } = path.parse(name)
  const file = `${base}-${sum.digest('hex').slice(0, 10)}${ext}`
  put(file, text)
  put(`${file}.gz`, await promisify(gzip)(text, { level: 9 }))
  put(
    `${file}.br`,
    await promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
  )
  return { file, hash: `sha256-${hash}` }
}

/** Written beside and renamed: another process may be building or serving at the same time. */
function put(name: string, data: string | Buffer): void {
  const file = path.join(builtFolder, name)
  writeFileSync(`${file}.${process.pid}.part`, data)
  renameSync(`${file}.${process.pid}.part`, file)
}

function sweep(files: Manifest['files']): void {
  const keep = new Set(Object.values(files).flatMap(({ file }) => [file, `${file}.gz`, `${file}.br`]))
  for (const name of readdirSync(builtFolder)) {
    if (name !== 'manifest.json' && !name.endsWith('.part') && !keep.has(name)) rmSync(path.join(builtFolder, name))
  }
}

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

if (import.meta.main) console.log(`Styles and scripts: ${await buildAssets()}`)
