import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { settings } from './config.ts'

const root = join(import.meta.dirname, '..')
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })]
const read = (page: string): string => readFileSync(join(root, page), 'utf8')

t.test('the README lists every setting as the code has it', async (t) => {
  const readme = read('README.md')
  for (const { name, usual, says } of settings) t.match(readme, `| \`${name}\` | ${usual} | ${says} |`, name)
})

t.test('every file that a page names is there', async (t) => {
  for (const page of pages)
    for (const [, name = ''] of read(page).matchAll(/`([\w./-]+)`/g))
      if (isPath(name)) t.ok(existsSync(join(root, name)), `${page} names ${name}`)
})

t.test('every link and picture leads somewhere', async (t) => {
  for (const page of pages)
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)#:]+)\)/g))
      t.ok(existsSync(join(root, dirname(page), target)), `${page} leads to ${target}`)
})

t.test('every decision is in the list', async (t) => {
  const list = read('docs/decisions/README.md')
  for (const page of globSync('docs/decisions/0*.md', { cwd: root })) {
    const [title = ''] = read(page).split('\n')
    const [, number, words] = /^# (\d+)\. (.*)$/.exec(title) ?? []
    t.match(list, `${number}. [${words}](${page.replace('docs/decisions/', '')})`, page)
  }
})

/** Of this repository: what begins with one of its folders, or is a file beside the README. */
function isPath(name: string): boolean {
  const [first = ''] = name.split('/')
  const isFolder = ['src', 'views', 'docs', 'scripts', 'migrations', 'seeds', 'styles', 'public'].includes(first)
  return (isFolder && name.includes('/')) || /^[\w.-]+\.(json|md|cjs|mjs|yaml)$/.test(name)
}
