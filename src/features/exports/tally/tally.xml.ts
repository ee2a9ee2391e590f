import { XMLBuilder } from 'fast-xml-parser'

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
})

/** What stands around the messages of a file for Tally's import (DOMAIN.md section 6). */
export function envelopeStart(report: 'All Masters' | 'Vouchers', company: string): string {
  const head = builder.build({ HEADER: { TALLYREQUEST: 'Import Data' } })
  const asked = builder.build({
    REQUESTDESC: { REPORTNAME: report, STATICVARIABLES: { SVCURRENTCOMPANY: plain(company) } },
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ENVELOPE>\n${head}<BODY>\n<IMPORTDATA>\n${asked}<REQUESTDATA>\n`
}

export const envelopeEnd = '</REQUESTDATA>\n</IMPORTDATA>\n</BODY>\n</ENVELOPE>\n'

type Element = { readonly [name: string]: string | Element | readonly Element[] }

/** One master or voucher in a message of its own. */
export function inMessage(
  kind: string,
  name: string,
  fields: Element,
  attributes: Record<string, string> = {},
): string {
  const named = name === '' ? {} : { '@NAME': plain(name) }
  const element = { ...named, ...prefixed(attributes), '@ACTION': 'Create', ...cleaned(fields) }
  return builder.build({ TALLYMESSAGE: { '@xmlns:UDF': 'TallyUDF', [kind]: element } })
}

const prefixed = (attributes: Record<string, string>) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`@${name}`, plain(value)]))

function cleaned(element: Element): Element {
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [
      name,
      typeof value === 'string' ? plain(value) : isList(value) ? value.map(cleaned) : cleaned(value),
    ]),
  )
}

const isList = (value: Element | readonly Element[]): value is readonly Element[] => Array.isArray(value)

/** XML holds no control characters, however they are written (XML 1.0, section 2.2). */
const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
