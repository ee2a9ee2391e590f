import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Eta } from 'eta'

/**
 * Turns every template into TypeScript and lets the compiler read it: a misspelt field, a wrong include, a model
 * that is not registered and an amount that was not formatted are errors at the line of the template.
 */
const root = path.join(import.meta.dirname, '..')
const out = path.join(root, '.cache/views')
const eta = new Eta({ debug: true })
const names = globSync('**/*.eta', { cwd: path.join(root, 'views') }).map((file) => file.replace(/\.eta$/, ''))

function main(): void {
  rmSync(out, { recursive: true, force: true })
  for (const name of names) write(name, toTypeScript(name))
  write('_registered', registered())
  const faults = [...names.flatMap(checkText), ...compile()]
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
}

function checkText(name: string): string[] {
  const text = sourceOf(name)
  const fault = (line: number, why: string) => `views/${name}.eta:${line} - ${why}`
  const raw = eta.parse(text).flatMap((part) => {
    if (typeof part === 'string' || part.t !== 'r' || mayBeRaw.test(part.val.trim())) return []
    return [fault(part.lineNo ?? 1, 'raw output is for include, block, icon, body and fields named …Svg or …Html')]
  })
  const found = forbidden.flatMap(([pattern, why]) =>
    [...text.matchAll(pattern)].map(({ index }) => fault(lineAt(text, index), why)),
  )
  return [...raw, ...found]
}

function toTypeScript(name: string): string {
  let code = head(name)
  let line = 1
  for (const part of eta.parse(sourceOf(name))) {
    if (typeof part === 'string') continue
    const wanted = part.lineNo ?? line
    if (wanted > line) code += '\n'.repeat(wanted - line)
    const body = statement(part.t, part.val)
    code += body
    line = Math.max(wanted, line) + body.split('\n').length - 1
  }
  return `${code}\n}\n`
}

function statement(kind: string, code: string): string {
  if (kind === 'i') return `text = ${code}; `
  if (kind === 'r') return `raw = ${code}; `
  // The end of a block that was given to a function: the template's compiler breaks the line here, we may not.
  return code.trimEnd().endsWith(')') ? `${code}; ` : `${code} `
}

/** Stands on the first line whole, so that the lines of the template keep their numbers. */
function head(name: string): string {
  const src = `${'../'.repeat(name.split('/').length + 1)}src/web`
  const model = name.startsWith('layouts/') ? `Views['${name}'] & { body: RawHtml }` : `Views['${name}']`
  return [
    `import type { assetUrl } from '${src}/assets.ts'; import type { icon as iconOf } from '${src}/icons.ts';`,
    `import type { PageContext } from '${src}/page.ts'; import type { RawHtml } from '${src}/raw-html.ts';`,
    `import type { Views, ViewName } from '${src}/views.ts';`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is of the type that is written here
    'declare function include<K extends ViewName>(name: `/${K}`, model: Views[K]): RawHtml;',
    'declare function layout(name: PageContext["layout"]): void;',
    'declare function block(name: string, fill?: () => void): RawHtml;',
    'declare const page: PageContext; declare const { t, csrf, nonce }: PageContext;',
    'declare const icon: typeof iconOf; declare const asset: typeof assetUrl;',
    'declare let text: string | number; declare let raw: RawHtml;',
    `export default function (it: ${model}) {`,
  ].join(' ')
}

/** Fails where a model is registered and its template is not there. */
function registered(): string {
  const files = names.map((name) => `'${name}': true`).join(', ')
  return `import type { ViewName } from '../../src/web/views.ts'\nexport const files = { ${files} } satisfies Record<ViewName, true>\n`
}

function compile(): string[] {
  const tsc = path.join(root, 'node_modules/typescript-native/bin/tsc')
  const args = [tsc, '-p', 'tsconfig.views.json', '--pretty', 'false']
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  // An error and the indented lines that explain it; src has a check of its own.
  const told = stdout.match(/^(?:\.cache\/|tsconfig|error).*(?:\n .*)*/gm) ?? []
  return told.map((line) =>
    line
      .replace(/^\.cache\/views\/_registered\.ts.*?error/, 'a *.views.ts file registers a template that is not there -')
      .replace(/^\.cache\/views\/(.*)\.ts\((\d+),\d+\): error/, 'views/$1.eta:$2 -'),
  )
}

const mayBeRaw = /^(?:(?:include|block|icon)\(|it\.body$|[\w.]+(?:Svg|Html)$)/
// What stands between <% and its own %>: a pattern that may run past it tries every way through a long tag.
const code = String.raw`<%(?:(?!%>)[\s\S])*%>`
const tag = String.raw`<[a-z][^<>]*?(?:${code}[^<>]*?)*?\s`
const element = '<(?:form|input|select|button|a|div|section|tr|table|main|ul|tbody)\\b'
const forbidden: readonly [RegExp, string][] = [
  [new RegExp(`${tag}style=`, 'g'), 'no style attribute: the policy of the page drops it'],
  [new RegExp(`${tag}on[a-z]+=`, 'g'), 'no on… attribute: the policy of the page drops it'],
  [/\bhx-on\b/g, 'no hx-on: it needs eval'],
  [/\bhx-(?:vals|headers|confirm)="(?:js|javascript):|"(?:js|javascript):/g, 'no js: value: it needs eval'],
  [/\bhx-trigger="[^"]*\[/g, 'no filter in hx-trigger: it needs eval'],
  [/<style\b(?!><%~)/g, 'no style element, but for one that is filled with a built sheet (assetText)'],
  [/<script\b(?![^>]*\bsrc=)/g, 'no inline script'],
  [
    new RegExp(
      String.raw`${element}(?=[^<>]*(?:${code}[^<>]*)*?\shx-(?!nonce))(?![^<>]*(?:${code}[^<>]*)*?hx-nonce)`,
      'g',
    ),
    'an element with hx- attributes needs hx-nonce="<%= nonce %>"',
  ],
]

function sourceOf(name: string): string {
  return readFileSync(path.join(root, 'views', `${name}.eta`), 'utf8')
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

function write(name: string, code: string): void {
  const file = path.join(out, `${name}.ts`)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, code)
}

main()
