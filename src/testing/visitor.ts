import type { Db } from '../db/database.ts'
import type { Answer, Browser, Fields } from './app.ts'
import { decode, text } from './html.ts'

/** Someone who reads pages, follows their links and fills in their forms: no address and no id is known beforehand. */
export interface Visitor {
  /** What stands on the page. */
  words(): string
  html(): string
  /** Where it is. */
  path(): string
  /** Of the last answer, before it led on. */
  status(): number
  open(path: string): Promise<void>
  /** Follows the first link that says so, of the page itself before those around it. */
  follow(words: string): Promise<void>
  /** Types into the form around a button that says so, and presses it; goes where the answer leads. */
  press(words: string, typed?: Fields): Promise<void>
}

/** Throws for what a person would not find: a page that fails, a link, a button or a field that is not there. */
export function visitor(browser: Browser): Visitor {
  let [html, path, status] = ['', '', 0]
  const arrive = async (at: string, answer: Answer): Promise<void> => {
    status = answer.statusCode
    html = answer.body
    path = at
    if (status >= 500 || status === 404) throw new Error(`${at} answered ${status}: ${text(html).slice(0, 300)}`)
    if (status !== 303) return
    await go(String(answer.headers.location))
    status = 303
  }
  const go = async (to: string) => arrive(to, await browser.get(to))
  return {
    words: () => text(html),
    html: () => html,
    path: () => path,
    status: () => status,
    open: go,
    follow: (words) => go(linkIn(html, words)),
    press: async (words, typed = {}) => {
      const { action, isGet, isMultipart, fields, files } = formOf(html, words, typed)
      if (isGet) return go(`${action}?${new URLSearchParams(pairs(fields))}`)
      const answer = isMultipart
        ? await browser.upload(action, formData(fields, files))
        : await browser.post(action, fields)
      await arrive(action, answer)
    },
  }
}

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
  return found === undefined ? undefined : decode(found)
}

function linkIn(html: string, words: string): string {
  const main = html.slice(html.indexOf('<main'))
  for (const part of [main, html])
    for (const [whole, tag = ''] of part.matchAll(/(<a [^>]*>).*?<\/a>/gs))
      if (text(whole).includes(words)) return attribute(tag, 'href') ?? ''
  throw new Error(`no link says ${words}: ${text(html).slice(0, 600)}`)
}

/** What the button sends: the fields of its form as they stand, what was typed, and its own name. */
function formOf(html: string, words: string, typed: Fields) {
  for (const [form, head = '', inside = ''] of html.matchAll(/(<form[^>]*>)(.*?)<\/form>/gs)) {
    const button = [...inside.matchAll(/(<button[^>]*>)(.*?)<\/button>/gs)].find(([whole]) =>
      text(whole).includes(words),
    )
    const tag = button?.[1]
    if (tag === undefined) continue
    const standing = fieldsIn(inside)
    const unknown = Object.keys(typed).filter((name) => !form.includes(` name="${name}"`))
    if (unknown.length > 0) throw new Error(`no field is called ${unknown.join(', ')}: ${text(form).slice(0, 600)}`)
    const name = attribute(tag, 'name')
    const own: Fields = name === undefined ? {} : { [name]: attribute(tag, 'value') ?? '' }
    const action = attribute(tag, 'formaction') ?? attribute(head, 'action') ?? ''
    const encoding = attribute(tag, 'formenctype') ?? attribute(head, 'enctype')
    const isGet = attribute(head, 'method') !== 'post'
    const fields = { ...standing, ...typed, ...own }
    const files = [...inside.matchAll(/<input[^>]* type="file"[^>]*>/g)].map(
      ([field]) => attribute(field, 'name') ?? '',
    )
    return { action, isGet, isMultipart: encoding === 'multipart/form-data', fields, files }
  }
  throw new Error(`no button says ${words}: ${text(html).slice(0, 600)}`)
}

/** What a form would send as it stands; a field of a file is sent too, with nothing in it. */
function fieldsIn(form: string): Fields {
  const fields: Record<string, string> = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')]
    if (name === undefined) continue
    if ((type === 'checkbox' || type === 'radio') && !/ checked\b/.test(tag)) continue
    fields[name] = attribute(tag, 'value') ?? (type === 'checkbox' ? 'on' : '')
  }
  for (const [, tag = '', value = ''] of form.matchAll(/(<textarea[^>]*>)(.*?)<\/textarea>/gs))
    fields[attribute(tag, 'name') ?? ''] = decode(value)
  for (const [, tag = '', options = ''] of form.matchAll(/(<select[^>]*>)(.*?)<\/select>/gs)) {
    const chosen = /<option[^>]* selected[^>]*>/.exec(options) ?? /<option[^>]*>/.exec(options)
    fields[attribute(tag, 'name') ?? ''] = attribute(chosen?.[0] ?? '', 'value') ?? ''
  }
  return fields
}

const pairs = (fields: Fields): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))

/** No file is chosen in any field of one. */
function formData(fields: Fields, files: readonly string[]): FormData {
  const form = new FormData()
  for (const [name, value] of pairs(fields)) {
    if (files.includes(name)) form.append(name, new Blob([]), '')
    // The browser of a test adds the token to what it uploads.
    else if (name !== '_csrf') form.append(name, value)
  }
  return form
}

/** How many rows a business has of each table that papers write: what a refused press leaves as it was. */
export async function rowsOf(root: Db, businessId: string): Promise<Record<string, number>> {
  const rows = await Promise.all(
    written.map(async (table) => {
      const [row] = await root(table).where({ business_id: businessId }).count('* as count')
      return [table, Number(row?.['count'])] as const
    }),
  )
  return Object.fromEntries(rows)
}

const written = [
  ...(['document', 'document_line', 'stock_move', 'stock_level', 'batch', 'lot', 'piece', 'piece_event'] as const),
  ...(['voucher', 'posting', 'open_item', 'allocation', 'audit_line'] as const),
]
