import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { systemAccounts } from '../core/chart.ts'
import { accountName } from './account-name.ts'
import { en } from './en/index.ts'
import { gu } from './gu/index.ts'
import { hi } from './hi/index.ts'
import { isLocale, locales, translator } from './index.ts'
import type { Words } from './words.ts'

const root = join(import.meta.dirname, '..', '..')
const catalogues: Record<string, Record<string, string>> = { en, hi, gu }
const english: Record<string, string> = en
const scripts: Record<string, RegExp> = { hi: /\p{Script=Devanagari}/u, gu: /\p{Script=Gujarati}/u }
/** Words that Indian shops write the same in every script: the law's abbreviations, makes and units. */
const sameEverywhere =
  /\b(Khata|WhatsApp|Tally|UPI|QR|PDF|CSV|XLSX|A4|HTML|JSON|API|GST|GSTIN|CGST|SGST|UTGST|IGST|PAN|HSN|SAC|UQC|HUID|IFSC|IRN|TDS|TCS|FY|OTP|PIN|mm|Ctrl|Enter|Esc|Alt|Shift|Tab|F\d+)\b/g

t.test('the catalogue', async (t) => {
  t.test('every language has the keys of English, no more and no fewer', async (t) => {
    for (const locale of locales) {
      const keys = Object.keys(catalogues[locale] ?? {})
      t.same(minus(Object.keys(en), keys), [], `missing in ${locale}`)
      t.same(minus(keys, Object.keys(en)), [], `only in ${locale}`)
    }
    // @ts-expect-error a key of English is missing
    const missing: Words<{ a: 'x'; b: 'y' }> = { a: 'z' }
    // @ts-expect-error a key that English does not have
    const extra: Words<{ a: 'x' }> = { a: 'z', b: 'z' }
    t.ok(missing && extra)
  })
  t.test('every feature file is listed, and no two files say the same key', async (t) => {
    for (const locale of locales) {
      const listed = Object.keys(catalogues[locale] ?? {})
      const found = await keysOfFiles(locale)
      t.same(repeated(found), [], `said twice in ${locale}`)
      t.same(minus(found, listed), [], `a file is not in ${locale}/index.ts`)
    }
  })
  t.test('a count has both of its words', async (t) => {
    const bases = Object.keys(en).flatMap((key) => /^(.*)_(?:one|other)$/.exec(key)?.[1] ?? [])
    for (const base of bases) t.ok(`${base}_one` in english && `${base}_other` in english, base)
  })
  t.test('no word is empty, and placeholders are the same in every language', async (t) => {
    for (const [locale, words] of Object.entries(catalogues)) {
      for (const [key, text] of Object.entries(words)) {
        if (text.trim() === '') t.fail(`${locale} ${key} is empty`)
        if (!equal(placeholders(text), placeholders(english[key] ?? ''))) t.fail(`${locale} ${key}: ${text}`)
      }
    }
  })
  t.test('Hindi and Gujarati are translated, each in its own script', async (t) => {
    for (const [locale, script] of Object.entries(scripts)) {
      for (const [key, text] of Object.entries(catalogues[locale] ?? {})) {
        if (!hasOwnWords(english[key] ?? '')) continue
        if (!script.test(text)) t.fail(`${locale} ${key} is not translated: ${text}`)
        const others = Object.keys(scripts).filter((other) => other !== locale)
        if (others.some((other) => scripts[other]?.test(text))) t.fail(`${locale} ${key} mixes scripts: ${text}`)
      }
    }
  })
})

t.test('names of accounts', async (t) => {
  for (const { name } of systemAccounts) {
    t.equal(accountName(translator('en'), name), name, 'English is what is stored')
    t.not(accountName(translator('gu'), name), name, `${name} has a word`)
  }
  t.equal(accountName(translator('hi'), 'Shop rent'), 'Shop rent', 'what the shop has named stays')
  for (const locale of locales) {
    const said = systemAccounts.map(({ name }) => accountName(translator(locale), name))
    t.equal(new Set(said).size, said.length, `${locale}: no two accounts read the same`)
  }
})

t.test('a translator', async (t) => {
  t.equal(translator('en'), translator('en'), 'is made once')
  t.equal(translator('gu')('shell.save'), 'સેવ કરો')
  t.equal(translator('en')('shell.days', { count: 1 }), '1 day')
  t.equal(translator('en')('shell.days', { count: 0 }), '0 days')
  const hostile = '<b>&"{{id}} $t(shell.save)'
  t.ok(translator('en')('errors.500.help', { id: hostile }).endsWith(hostile), 'says values as they are: Eta escapes')
  t.ok(isLocale('hi') && !isLocale('xx') && !isLocale(undefined))
})

t.test('templates', async (t) => {
  t.test('the scanner sees words, and only words', async (t) => {
    const cases: [string, string[]][] = [
      [`<% layout(page.layout) %><% block('title', () => { %><%= t('a.b') %> · Khata<% }) %>`, []],
      ['<p>Total</p>', ['Total']],
      ['<!-- a note --><p>₹ 12.50 · <kbd>Ctrl</kbd>+<kbd>F8</kbd> &nbsp; <kbd>Ctrl K</kbd></p>', []],
      ['<kbd>Press me</kbd>', ['Press', 'me']],
      [
        `<a class="btn" href="/x" hx-target="main > p" aria-label="Close <%= it.a > 1 ? 'x' : 'y' %>">x</a>`,
        ['Close', 'x'],
      ],
      [`<input type="submit" value="Save"><input type="hidden" name="a" value="hidden">`, ['Save']],
      [`<input value="Go" type='submit' disabled><img alt='Logo'><p>कुल</p>`, ['Go', 'Logo', 'कुल']],
      [`<button type="submit" name="press" value="cash"><%= t('x.y') %></button>`, []],
      [`<option <%= it.on ? 'selected' : '' %> value="cash"><%= t('x.y') %></option>`, []],
    ]
    for (const [source, words] of cases) t.same(bareWords(source).sort(), words.sort(), source)
  })
  t.test('say every word through the catalogue', async (t) => {
    for (const file of filesIn('views', '.eta')) t.same(bareWords(readFileSync(join(root, file), 'utf8')), [], file)
  })
  t.test('ask for words that exist', async (t) => {
    for (const file of filesIn('views', '.eta')) t.same(unknownKeys(readFileSync(join(root, file), 'utf8')), [], file)
  })
})

t.test('code', async (t) => {
  t.test('the reader of keys finds them', async (t) => {
    t.same(unknownKeys(`t('shell.save') t("shell.days", { count }) at('no.key') t(\`roles.\${role}\`)`), [])
    t.same(unknownKeys(`t('a.b'); new Refusal(\n 'c.d', {}); { key: 'e.f' }; 'fields.nope'; t(\`g.\${h}\`)`).sort(), [
      'a.b',
      'c.d',
      'e.f',
      'fields.nope',
      'g.',
    ])
  })
  t.test('refuses and says in words that exist', async (t) => {
    const own = filesIn('src', '.ts').filter(
      (file) => !file.endsWith('.test.ts') && !file.startsWith(join('src', 'words')),
    )
    for (const file of own) t.same(unknownKeys(readFileSync(join(root, file), 'utf8')), [], file)
  })
})

/** The letters a person would read in a template that no catalogue gave: bare text and the attributes that are read out. */
function bareWords(template: string): string[] {
  const html = template.replace(/<%[\s\S]*?%>/g, '').replace(/<!--[\s\S]*?-->|<!doctype[^>]*>/gi, '')
  const keys = html.replace(/<kbd\b[^>]*>(?:\s*(?:F\d+|Ctrl|Alt|Shift|Enter|Esc|Tab|Del|[A-Z])\b\s*\+?)+<\/kbd>/g, '')
  const tag = /<\/?[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi
  const read = (keys.match(tag) ?? []).flatMap(readAttributes)
  const text = keys.replace(tag, ' ').replace(/&#?\w+;/g, ' ')
  return [text, ...read]
    .flatMap((piece) => piece.match(/\p{L}[\p{L}\p{M}]*/gu) ?? [])
    .filter((word) => word !== 'Khata')
}

function readAttributes(tag: string): string[] {
  // The value of an <input> is its face; that of a <button> is only sent.
  const pressed = /^<input\b/i.test(tag) && /\btype\s*=\s*["']?(submit|button|reset)\b/i.test(tag)
  const names = `title|alt|placeholder|label|aria-label|aria-description|aria-valuetext${pressed ? '|value' : ''}`
  const attribute = new RegExp(`\\s(?:${names})\\s*=\\s*("[^"]*"|'[^']*')`, 'gi')
  return [...tag.matchAll(attribute)].map((match) => match[1] ?? '')
}

/** Keys said in a file that no catalogue has; of a key made from a template string, its unknown beginning. */
function unknownKeys(source: string): string[] {
  const shape = '[a-z][\\w-]*(?:\\.[\\w-]+)+'
  const said = [
    `\\bt\\(\\s*['"](${shape})['"]`,
    `\\bRefusal\\(\\s*'(${shape})'`,
    `\\bkey: '(${shape})'`,
    `'(fields\\.[\\w.-]+)'`,
  ]
  const keys = said.flatMap((pattern) => allFirst(source, new RegExp(pattern, 'g')))
  const beginnings = allFirst(source, /\bt\(\s*`([^`$]*)\$\{/g)
  return [
    ...new Set(keys.filter((key) => !(key in english) && !(`${key}_other` in english))),
    ...beginnings.filter((begin) => !Object.keys(english).some((key) => key.startsWith(begin))),
  ]
}

async function keysOfFiles(locale: string): Promise<string[]> {
  const folder = join(import.meta.dirname, locale)
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  const modules: Record<string, object>[] = await Promise.all(files.map((file) => import(join(folder, file))))
  return modules.flatMap((module) => Object.values(module).flatMap((words) => Object.keys(words)))
}

function filesIn(folder: string, ending: string): string[] {
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return found.filter((file) => file.endsWith(ending)).map((file) => join(folder, file))
}

function hasOwnWords(text: string): boolean {
  return /\p{L}/u.test(text.replace(/\{\{.*?\}\}/g, '').replace(sameEverywhere, ''))
}

function placeholders(text: string): string[] {
  return (text.match(/\{\{.*?\}\}/g) ?? []).sort()
}

function allFirst(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
}

function minus(all: readonly string[], taken: readonly string[]): string[] {
  const known = new Set(taken)
  return all.filter((key) => !known.has(key))
}

function repeated(all: readonly string[]): string[] {
  const seen = new Set<string>()
  return all.filter((key) => seen.size === seen.add(key).size)
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join()
}
