import { type ConfigData, HtmlValidate } from 'html-validate'

/** What a person reads: no tags, no scripts, one space between words. */
export function text(html: string): string {
  const words = html
    .replace(/<(script|style|template)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<[^>]*>/g, ' ')
  return decode(words).replace(/\s+/g, ' ').trim()
}

/** The faults of a page or a fragment, one a line with its place; empty for good HTML. */
export async function validHtml(html: string): Promise<string[]> {
  const isPage = /^\s*<!doctype/i.test(html)
  const report = await (isPage ? pages : fragments).validateString(html)
  return report.results.flatMap(({ messages }) =>
    messages.map(
      ({ line, column, ruleId, message, selector }) => `${line}:${column} ${ruleId}: ${message} (${selector})`,
    ),
  )
}

const rules: ConfigData['rules'] = {
  'no-implicit-close': 'error',
  'attr-quotes': 'error',
  'no-dup-attr': 'error',
  'no-inline-style': 'error',
  'no-implicit-button-type': 'error',
  'no-unknown-elements': 'error',
  'form-dup-name': 'off',
  // A scrolling table is a named region; a section would say no more.
  'prefer-native-element': ['error', { exclude: ['region'] }],
}

const pages = validator({})
// A fragment is a part of a page: it has no heading of its own, and refers to what stands around it.
const fragments = validator({ 'heading-level': 'off', 'no-missing-references': 'off', 'missing-doctype': 'off' })

function validator(more: Record<string, 'off'>): HtmlValidate {
  return new HtmlValidate({
    root: true,
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: { ...rules, ...more },
  })
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

export function decode(escaped: string): string {
  return escaped.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal))
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    return named[name] ?? whole
  })
}
